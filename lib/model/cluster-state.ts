import type { ClusterSnapshot, ClusterState } from './snapshot'

/** One word for a cluster: what is broken now comes before what could break, and each keeps its own word. */
export function toClusterState({ verdict, present }: Pick<ClusterSnapshot, 'verdict' | 'present'>): ClusterState {
  if (verdict.level === 'no-leader' || verdict.level === 'unknown') return verdict.level
  return present.level === 'jobs-down' || present.level === 'degraded' ? present.level : verdict.level
}
