import { operationWords } from '@/lib/model/operation-words'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { statusTimes } from './limits'
import type { ServingState } from './public-state'

/**
 * The stored word for a snapshot. It says less than the verdict and never something better: what the verdict does not
 * know is unknown here, and a leader counts only while it is proven.
 */
export function deriveServingState(snapshot: ClusterSnapshot, now: number): ServingState {
  const { verdict, sources } = snapshot
  if (verdict.level === 'no-leader') return isMoved(snapshot) ? 'moving' : isTakingOver(snapshot, now) ? 'taking-over' : 'no-leader'
  if (verdict.level === 'unknown' || sources.zookeeper.state !== 'live' || snapshot.leader === null) return 'unknown'
  if (verdict.level === 'unprotected' || !hasStandby(snapshot)) return 'no-standby'
  // A spare that is not known is not claimed.
  return snapshot.quorum.spare === null || snapshot.quorum.spare < 1 ? 'no-spare' : 'operational'
}

/** By an operation that began before the leader was lost: one that follows a loss did not cause it. */
function isMoved({ operation, takeover }: ClusterSnapshot): boolean {
  if (operation === null || takeover.since === null) return false
  const words = Object.entries(operationWords).find(([kind]) => kind === operation.kind)?.[1]
  return words?.movesLeaders === true && Date.parse(operation.startedAt) <= Date.parse(takeover.since) + statusTimes.operationSlack
}

function isTakingOver(snapshot: ClusterSnapshot, now: number): boolean {
  const { takeover, quorum } = snapshot
  if (quorum.serving === false || !hasStandby(snapshot)) return false
  return takeover.expectedBetween === null || now <= Date.parse(takeover.expectedBetween.latest) + statusTimes.lateTakeover
}

function hasStandby({ jobManagers }: ClusterSnapshot): boolean {
  return jobManagers.some(({ role, inLine }) => role === 'standby' && inLine !== null)
}

const ended = new Set(['finished', 'canceled', 'failed', 'suspended'])

/** Whether the jobs do their work; null: not known. Only what is proven to stand still is false: a job that starts is no fault. */
export function deriveWorking({ recovery, taskManagers }: ClusterSnapshot): boolean | null {
  const jobs = recovery.jobs.filter(({ state }) => state === null || !ended.has(state))
  if (jobs.length === 0) return true
  if (taskManagers.total === 0 || jobs.some(({ state }) => state === 'restarting' || state === 'failing')) return false
  return jobs.every(({ state }) => state === 'running') ? true : null
}
