import 'server-only'
import { isFirstSnapshotOpen } from '@/lib/model/first-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Change, OpenFinding } from './change'
import { deriveChanges, deriveState, emptyLedger } from './derive-changes'
import type { OpenState } from './open-state'
import { createPendingChanges } from './pending-changes'
import { createRecordingTime } from './recording-time'
import { createSampler } from './sampler'

/** After a start masters and files become known one by one; a cluster whose ZooKeeper stays silent is recorded as unknown. */
const rolesMs = 5_000
const filesMs = 15_000
const silenceMs = 12_000
/** While another replica writes, only changes that it may not have written yet are kept. */
const keptForOthersMs = 60_000

/** The changes of one cluster that are not written yet. */
export interface ClusterRecorder {
  readonly clusterId: string
  /** Since when nothing was missed; null: nothing was accepted yet. */
  readonly watchingSince: number | null
  readonly pending: readonly Change[]
  /** What is open in the database; null: to be read again. */
  state: OpenState | null
  /** @returns whether there is anything to write */
  take(snapshot: ClusterSnapshot): boolean
  takeFindings(findings: readonly OpenFinding[]): void
  /** Everything that is so now: written after the pending changes, it makes sure that nothing is missing. */
  whole(): Change[]
  /** The written changes are on disk. */
  acknowledge(written: readonly Change[]): void
  /** Another replica holds the lease. */
  forget(): void
}

export function createClusterRecorder(clusterId: string, now: () => number = Date.now): ClusterRecorder {
  const startedAt = now()
  const sampler = createSampler()
  const time = createRecordingTime(now)
  const pending = createPendingChanges()
  let watchingSince: number | null = null
  let ledger = emptyLedger
  let findings: readonly OpenFinding[] | null = null

  const push = (changes: readonly Change[]) => {
    const oldestKept = pending.push(changes)
    if (oldestKept !== null) watchingSince = oldestKept
  }
  const tick = (madeAt?: number) => {
    const { at, wasSetBack } = time.tick(madeAt)
    if (wasSetBack) {
      // A clock that was set back: another observation begins, so that no span ends before it began.
      ledger = { ...ledger, snapshot: null }
      recorder.state = null
      watchingSince = at
    }
    return at
  }
  const recorder: ClusterRecorder = {
    clusterId,
    get watchingSince() {
      return watchingSince
    },
    get pending() {
      return pending.all()
    },
    state: null,
    take(snapshot) {
      if (watchingSince === null && !isWorthALook(snapshot, now() - startedAt)) return false
      const at = tick(Date.parse(snapshot.asOf))
      watchingSince ??= at
      const derived = deriveChanges(ledger, snapshot, at)
      ledger = derived.ledger
      const changes = [...derived.changes, ...sampler.consider(snapshot, at, derived.changes.length > 0)]
      push(changes)
      return changes.length > 0
    },
    takeFindings(next) {
      findings = next
      push([{ kind: 'findings', at: tick(), findings: next }])
    },
    whole: () => deriveWhole(ledger.snapshot, findings, time.lastAt()),
    acknowledge: pending.acknowledge,
    forget() {
      recorder.state = null
      pending.forget(now() - keptForOthersMs)
    },
  }
  return recorder
}

function deriveWhole(snapshot: ClusterSnapshot | null, findings: readonly OpenFinding[] | null, at: number): Change[] {
  if (snapshot === null) return []
  return [...deriveState(null, snapshot, at), ...(findings === null ? [] : [{ kind: 'findings', at, findings } as const])]
}

function isWorthALook(snapshot: ClusterSnapshot, runningMs: number): boolean {
  if (snapshot.sources.zookeeper.state !== 'live') return runningMs > silenceMs
  if (isFirstSnapshotOpen(snapshot)) return runningMs > filesMs
  return snapshot.jobManagers.every(({ role }) => role !== 'unknown') || runningMs > rolesMs
}
