import 'server-only'
import { toPreciseDurationText } from '@/lib/base/durations'
import { createListeners } from '@/lib/base/listeners'
import { renewLease, releaseLease, tryLease } from '@/lib/journal/leases'
import type { Journal } from '@/lib/journal/dialect'
import type { OperationRecord, RunningOperation } from '@/lib/model/operation'
import type { OperationStore } from './store'
import { OperationError } from './verb'

/** How long a console may be silent before another may act on the cluster, and how often it renews its lease. */
export const leaseLengthMs = 15_000
const tickMs = 2_000

export const toLeaseName = (clusterId: string) => `operation:${clusterId}`

/** An operation that this process runs: its followers, what ends it, and its lease on the cluster. */
export interface LiveOperation {
  readonly record: OperationRecord
  readonly signal: AbortSignal
  abort(reason: OperationError): void
  subscribe(listener: (record: OperationRecord) => void): () => void
  changed(): void
  /** Stops the periodic writes: only the outcome is written after it. */
  settle(): Promise<void>
  /** Releases the cluster. */
  close(): Promise<void>
}

export interface LiveInput {
  record: OperationRecord
  journal: Journal
  store: OperationStore
  /** Default: 15 s. */
  leaseMs?: number
  onError(error: unknown): void
}

/** @returns null: another operation has the cluster */
export async function takeCluster({
  journal,
  record,
  leaseMs = leaseLengthMs,
}: Pick<LiveInput, 'journal' | 'record' | 'leaseMs'>): Promise<boolean> {
  return tryLease(journal, toLeaseName(record.clusterId), record.id, leaseMs)
}

export async function giveClusterBack({ journal, record }: Pick<LiveInput, 'journal' | 'record'>): Promise<void> {
  await releaseLease(journal, toLeaseName(record.clusterId), record.id)
}

/** Begins to renew the lease, which is taken, and to look for requests to end the operation. */
export function createLiveOperation(input: LiveInput): LiveOperation {
  const { record } = input
  const end = new AbortController()
  const listeners = createListeners<OperationRecord>()
  const abort = (reason: OperationError) => end.abort(reason)
  const pulse = keepAlive(input, abort)
  const deadline = setTimeout(
    () =>
      abort(
        new OperationError(
          'deadline',
          `It was not done within ${toPreciseDurationText(record.plan.deadlineMs)}, so it was ended. Look at the cluster as it is now.`,
        ),
      ),
    record.plan.deadlineMs,
  )
  return {
    record,
    signal: end.signal,
    abort,
    subscribe: listeners.add,
    changed: () => listeners.emit(record),
    async settle() {
      clearTimeout(deadline)
      await pulse.close()
    },
    close: () => giveClusterBack(input),
  }
}

/** A console that cannot write any more must not act any more: other consoles take it for dead. */
function keepAlive(
  { record, journal, store, leaseMs = leaseLengthMs, onError }: LiveInput,
  abort: (reason: OperationError) => void,
): { close(): Promise<void> } {
  let heardAt = performance.now()
  let turn: Promise<void> = Promise.resolve()
  const lost = () =>
    abort(
      new OperationError(
        'lease-lost',
        'This console lost its hold on the cluster: the database did not answer, or another console took it. It was ended. Look at the cluster as it is now.',
      ),
    )
  async function tick() {
    try {
      if (!(await renewLease(journal, toLeaseName(record.clusterId), record.id, leaseMs))) return lost()
      heardAt = performance.now()
      const stop = await store.findEmergencyStop()
      if (stop) return abort(toEmergencyError(stop.by))
      const by = await store.save(record)
      if (by !== null) abort(toAbortError(record, by))
    } catch (error) {
      onError(error)
    }
  }
  const timer = setInterval(() => {
    // Also when the database neither answers nor fails.
    if (performance.now() - heardAt > leaseMs - 2 * tickMs) lost()
    turn = turn.then(tick)
  }, tickMs)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await turn
    },
  }
}

export function toAbortError(record: OperationRecord, by: string): OperationError {
  record.abortedBy = by
  return new OperationError('aborted', `${by} ended it. What was done until then stays done; look at the cluster as it is now.`)
}

export function toEmergencyError(by: string): OperationError {
  return new OperationError(
    'emergency-stop',
    `${by} triggered the emergency stop, which aborts all operations. What was done until then stays done; look at the cluster as it is now.`,
  )
}

/** What the cluster's snapshot says of the operation. */
export function toRunning({ id, kind, target, steps, step, startedAt, by }: OperationRecord): RunningOperation {
  const title =
    step === null ? (steps.some(({ state }) => state === 'done') ? 'looks whether it worked' : 'starts') : (steps[step]?.title ?? '')
  const stops = steps.findLast((one) => one.stops !== undefined && one.startedAt !== null)?.stops
  return { id, kind, target, step: title, ...(stops !== undefined && { stops }), startedAt, by: by.name }
}
