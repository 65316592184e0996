import 'server-only'
import type { OperationRecord, OperationState, StepRecord, StepState } from '@/lib/model/operation'
import { HostError } from '@/lib/sources/hosts/runner'
import { appendOutput } from './output-tail'
import { createStepContext, type StepContextInput } from './step-context'
import { OperationError, type PlanDraft, type StepContext } from './verb'

export interface RunInput extends Omit<StepContextInput, 'say' | 'expectedLeaderSessionId'> {
  record: OperationRecord
  draft: PlanDraft
  /** Writes the record; a step that is not recorded is not begun. */
  save(record: OperationRecord): Promise<void>
  /** Notifies readers that `record` has changed. */
  changed(): void
  /** For errors without a sentence of their own. */
  onError(error: unknown): void
  clock?: () => number
}

/** The time that a step gets to end by itself after an abort, before the operation is called ended without it. */
const graceMs = 15_000

/** How an operation ended. Copied into the record once it is written and the cluster is free for the next operation. */
export type Ending = Pick<OperationRecord, 'state' | 'endedAt' | 'result'>

/** Runs the steps one after the other; before each, the record says that it begins. Never throws. */
export async function runOperation(input: RunInput): Promise<Ending> {
  const { record, draft, clock = Date.now } = input
  const now = () => new Date(clock()).toISOString()
  const context = createContext(input)
  try {
    for (const [index, step] of draft.steps.entries()) {
      await begin(input, index, now)
      if (draft.guardsLeader && index === 0) context.assertSameLeader()
      const detail = await settle(step.run(context), input.signal)
      const isKnown = typeof detail !== 'object' || detail === null
      finish(record, index, isKnown ? 'done' : 'not-known', isKnown ? detail : detail.notKnown, now)
      input.changed()
    }
    record.step = null
    return { state: 'done', result: await settle(draft.verify(context), input.signal), endedAt: now() }
  } catch (error) {
    if (!OperationError.is(error) && !HostError.is(error)) input.onError(error)
    return fail(record, error, now)
  }
}

function createContext(input: RunInput): StepContext {
  const { record } = input
  return createStepContext({
    ...input,
    expectedLeaderSessionId: record.plan.expectedLeaderSessionId,
    say(text) {
      const step = record.steps[record.step ?? -1]
      if (!step) return
      Object.assign(step, appendOutput(step, text))
      input.changed()
    },
  })
}

async function begin({ record, signal, save, changed }: RunInput, index: number, now: () => string): Promise<void> {
  signal.throwIfAborted()
  record.step = index
  Object.assign(getStep(record, index), { state: 'running' satisfies StepState, startedAt: now() })
  changed()
  await save(record)
  signal.throwIfAborted()
}

function finish(record: OperationRecord, index: number, state: StepState, detail: string | null, now: () => string): void {
  Object.assign(getStep(record, index), { state, detail, endedAt: now() })
}

function getStep(record: OperationRecord, index: number): StepRecord {
  const step = record.steps[index]
  if (!step) throw new Error(`No step ${index}`)
  return step
}

/** A step that ignores the signal does not block for ever. */
async function settle<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let abort = () => {}
  const late = new Promise<never>((_, reject) => {
    abort = () => void (timer = setTimeout(() => reject(signal.reason), graceMs))
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
  })
  try {
    return await Promise.race([work, late])
  } catch (error) {
    throw signal.aborted && isOfAbort(error) ? signal.reason : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/**
 * A host's command that was aborted, or a look that therefore proved nothing. A step that may have acted before it failed reports that
 * itself.
 */
function isOfAbort(error: unknown): boolean {
  if (HostError.is(error)) return error.code === 'aborted'
  return OperationError.is(error) && error.code === 'refused'
}

const endings: Partial<Record<OperationError['code'], OperationState>> = {
  aborted: 'aborted',
  deadline: 'aborted',
  'emergency-stop': 'aborted',
  'lease-lost': 'aborted',
}

function fail(record: OperationRecord, error: unknown, now: () => string): Ending {
  const code = OperationError.is(error) ? error.code : null
  const message =
    OperationError.is(error) || HostError.is(error) ? error.message : 'Something failed inside Understudy; its log on the server says what.'
  const index = record.step
  const state = (code && endings[code]) ?? 'failed'
  const isUntouched = index === 0 && (code === 'leader-changed' || code === 'refused')
  if (index !== null) finish(record, index, isUntouched ? 'skipped' : state === 'aborted' ? 'aborted' : 'failed', message, now)
  for (const step of record.steps) if (step.state === 'waiting') step.state = 'skipped'
  return { state: isUntouched ? 'refused' : state, result: message, endedAt: now() }
}
