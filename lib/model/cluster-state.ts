import type { ClusterSnapshot, ClusterState } from './snapshot'

/** What is broken now comes before what could break; neither is told as the other. */
export function toClusterState({ verdict, present }: Pick<ClusterSnapshot, 'verdict' | 'present'>): ClusterState {
  if (verdict.level === 'no-leader' || verdict.level === 'unknown') return verdict.level
  return present.level === 'jobs-down' || present.level === 'degraded' ? present.level : verdict.level
}
