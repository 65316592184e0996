import type { ClusterSnapshot, PhaseName } from '@/lib/model/snapshot'
import { isInLine } from '@/lib/model/standby'
import { deriveServingState, deriveWorking } from './derive-serving-state'
import { servingFacts, type ServingState } from './public-state'

/** When a phase of a takeover was reached; null: not yet. The progress that operators see contains counts of jobs and is left out. */
export interface PublicPhase {
  phase: PhaseName
  at: number | null
}

/**
 * All that may leave the console about one cluster. An allow-list: each field is written out below, nothing is spread, so that a field
 * added to the snapshot later stays inside. It has no host, port, path, job, id or sentence of the snapshot. Times are epoch ms.
 */
export interface PublicCluster {
  state: ServingState
  /** Proven standbys in line; null while not known. */
  standbys: number | null
  /** How many quorum members may fail; null while not known. */
  spare: number | null
  /** Since when no leader is proven (`takeover.since`), also while that is not known for a moment; null: there is no outage. */
  leaderlessSince: number | null
  /** When the last outage ended: a leader was proven again; null: there is an outage, or none was seen. */
  ledSince: number | null
  /** Whether the jobs' tasks run; null while not known. */
  isWorking: boolean | null
  expectedBetween: { earliest: number; latest: number } | null
  phases: PublicPhase[]
}

export function toPublicCluster(snapshot: ClusterSnapshot, now: number): PublicCluster {
  const state = deriveServingState(snapshot, now)
  const isKnown = state !== 'unknown'
  const isLed = isKnown && !servingFacts[state].isLeaderless
  const { takeover, quorum } = snapshot
  return {
    state,
    standbys: isKnown ? countStandbys(snapshot) : null,
    spare: isKnown ? quorum.spare : null,
    leaderlessSince: takeover.since === null ? null : Date.parse(takeover.since),
    ledSince: isLed ? findLedSince(snapshot) : null,
    isWorking: isLed ? deriveWorking(snapshot) : null,
    expectedBetween:
      isKnown && takeover.expectedBetween !== null
        ? { earliest: Date.parse(takeover.expectedBetween.earliest), latest: Date.parse(takeover.expectedBetween.latest) }
        : null,
    phases: takeover.phases.map(({ phase, at }) => ({ phase, at: at === null ? null : Date.parse(at) })),
  }
}

function countStandbys({ jobManagers }: ClusterSnapshot): number {
  return jobManagers.filter(isInLine).length
}

/** The moment that the verdict lane draws too (docs/decisions/0041). */
function findLedSince({ verdicts }: ClusterSnapshot): number | null {
  const last = verdicts.findLastIndex(({ value }) => value === 'no-leader' || value === 'unknown')
  const next = last < 0 ? undefined : verdicts[last + 1]
  return next === undefined ? null : Date.parse(next.from)
}
