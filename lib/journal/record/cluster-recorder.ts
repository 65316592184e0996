import 'server-only'
import { isFirstPictureOpen } from '@/lib/model/first-picture'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Change, OpenFinding } from './change'
import { deriveChanges, deriveState, EMPTY_LEDGER } from './derive-changes'
import type { OpenState } from './open-state'
import { createSampler } from './sampler'

/** After a start masters and files come into view one by one; a cluster whose ZooKeeper stays silent is recorded as unknown. */
const ROLES_MS = 5_000
const FILES_MS = 15_000
const SILENCE_MS = 12_000
/** Clocks are set back a little all the time; more than this is another time altogether. */
const BACKWARDS_MS = 60_000
/** While another replica writes, only what it may not have written yet is kept. */
const KEPT_FOR_OTHERS_MS = 60_000
/** A picture is heard right after it was made: then its own time counts, which its events carry too. */
const FRESH_MS = 3_000
const MOST_PENDING = 20_000

/** What one cluster has to tell and what of it is not written yet. */
export interface ClusterRecorder {
  readonly clusterId: string
  /** Since when nothing was missed; null: nothing was accepted yet. */
  readonly watchingSince: number | null
  readonly pending: readonly Change[]
  /** What stands open in the database; null: to be read again. */
  state: OpenState | null
  /** @returns whether something is to be written */
  take(snapshot: ClusterSnapshot): boolean
  takeFindings(findings: readonly OpenFinding[]): void
  /** All that is so now: written after what is pending it makes sure that nothing is missing. */
  whole(): Change[]
  /** These are on disk. */
  acknowledge(written: readonly Change[]): void
  /** Another replica holds the lease. */
  forget(): void
}

export function createClusterRecorder(clusterId: string, now: () => number = Date.now): ClusterRecorder {
  const startedAt = now()
  const sampler = createSampler()
  let watchingSince: number | null = null
  let ledger = EMPTY_LEDGER
  let findings: readonly OpenFinding[] | null = null
  let lastAt = 0
  let pending: Change[] = []

  const push = (changes: readonly Change[]) => {
    pending.push(...changes)
    if (pending.length > MOST_PENDING) {
      // Without a database for very long the oldest are given up, and that time counts as not watched.
      pending = pending.slice(-MOST_PENDING / 2)
      watchingSince = pending[0]?.at ?? watchingSince
    }
  }
  /** The time to write; it never runs backwards within one observation. */
  const tick = (madeAt = Infinity) => {
    const heardAt = now()
    const at = heardAt >= madeAt && heardAt - madeAt < FRESH_MS ? madeAt : heardAt
    if (lastAt - at > BACKWARDS_MS) {
      // Another time altogether: another observation, so that no span ends before it began.
      ledger = { ...ledger, snapshot: null }
      recorder.state = null
      watchingSince = lastAt = at
    }
    return (lastAt = Math.max(at, lastAt))
  }
  const recorder: ClusterRecorder = {
    clusterId,
    get watchingSince() {
      return watchingSince
    },
    get pending() {
      return pending
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
    whole() {
      if (ledger.snapshot === null) return []
      return [
        ...deriveState(null, ledger.snapshot, lastAt),
        ...(findings === null ? [] : [{ kind: 'findings', at: lastAt, findings } as const]),
      ]
    },
    acknowledge(written) {
      const done = new Set(written)
      pending = pending.filter((change) => !done.has(change))
    },
    forget() {
      recorder.state = null
      const oldest = now() - KEPT_FOR_OTHERS_MS
      pending = pending.filter((change) => change.at >= oldest && change.kind !== 'snapshot')
    },
  }
  return recorder
}

function isWorthALook(snapshot: ClusterSnapshot, runningMs: number): boolean {
  if (snapshot.sources.zookeeper.state !== 'live') return runningMs > SILENCE_MS
  if (isFirstPictureOpen(snapshot)) return runningMs > FILES_MS
  return snapshot.jobManagers.every(({ role }) => role !== 'unknown') || runningMs > ROLES_MS
}
