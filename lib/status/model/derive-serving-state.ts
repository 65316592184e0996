import { findOwnOutageOf } from '@/lib/model/own-doing'
import type { ClusterSnapshot, PresentLevel } from '@/lib/model/snapshot'
import { hasStandby } from '@/lib/model/standby'
import { statusTimes } from './limits'
import type { ServingState } from './public-state'

/**
 * The stored state for a snapshot. It says less than the verdict and never anything better: what the verdict does not know is unknown here,
 * and a leader counts only while it is proven.
 */
export function deriveServingState(snapshot: ClusterSnapshot, now: number): ServingState {
  const { verdict, sources } = snapshot
  if (verdict.level === 'no-leader')
    return findOwnOutageOf(snapshot.takeover, snapshot.operation) !== null
      ? 'moving'
      : isTakingOver(snapshot, now)
        ? 'taking-over'
        : 'no-leader'
  if (verdict.level === 'unknown' || sources.zookeeper.state !== 'live' || snapshot.leader === null) return 'unknown'
  if (verdict.level === 'unprotected' || !hasStandby(snapshot)) return 'no-standby'
  // An unknown spare is not claimed.
  return snapshot.quorum.spare === null || snapshot.quorum.spare < 1 ? 'no-spare' : 'operational'
}

function isTakingOver(snapshot: ClusterSnapshot, now: number): boolean {
  const { takeover, quorum } = snapshot
  if (quorum.serving === false || !hasStandby(snapshot)) return false
  return takeover.expectedBetween === null || now <= Date.parse(takeover.expectedBetween.latest) + statusTimes.lateTakeover
}

/** Whether all jobs do their work, by the model's own answer to "are we up?"; null: not known. */
export function deriveWorking({ present }: Pick<ClusterSnapshot, 'present'>): boolean | null {
  return workingByLevel[present.level]
}

const workingByLevel: Record<PresentLevel, boolean | null> = {
  running: true,
  idle: true,
  recovering: false,
  degraded: false,
  'jobs-down': false,
  unknown: null,
}
