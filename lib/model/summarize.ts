import { compareNames } from './compare-names'
import { toClusterState } from './cluster-state'
import { toHeadlineOf } from './headline'
import type { ClusterSnapshot, ClusterState, ClusterSummary } from './snapshot'

/** What is broken, then what is unknown, then what needs attention. */
const worstFirst: Record<ClusterState, number> = {
  'no-leader': 0,
  'jobs-down': 1,
  degraded: 2,
  unprotected: 3,
  unknown: 4,
  'at-risk': 5,
  protected: 6,
}

/** One row of the Clusters page. */
export function toSummary(snapshot: ClusterSnapshot): ClusterSummary {
  const { cluster, verdict, leader, jobManagers, quorum, recovery, events, sources } = snapshot
  const last = events[0]
  return {
    id: cluster.id,
    name: cluster.name,
    flinkVersion: cluster.flinkVersion,
    level: verdict.level,
    state: toClusterState(snapshot),
    // Without ages: the list does not update them.
    sentence: snapshot.present.sentence ?? toHeadlineOf(snapshot, null).sentence,
    leader: leader && leader.process !== 'gone' ? (leader.master ?? leader.rpcAddress) : null,
    standbys: jobManagers.filter((jm) => jm.role === 'standby').length,
    masters: jobManagers.length,
    spare: quorum.spare,
    jobs: recovery.jobs.length,
    jobsRecoverable: recovery.jobs.filter((job) => job.verdict === 'recoverable').length,
    lastChange: last ? { at: last.at, text: last.text } : null,
    asOf: snapshot.asOf,
    // Disconnected is not stale: without a quorum nothing could have been heard later.
    stale: sources.zookeeper.state === 'stale' || sources.zookeeper.state === 'lost',
    revision: snapshot.revision,
  }
}

export type WorstCluster = Pick<ClusterSummary, 'id' | 'name' | 'state'>

/** The cluster that is in the worst state; null: there is none. */
export function findWorst(clusters: readonly ClusterSummary[]): WorstCluster | null {
  const [first, ...others] = clusters
  if (first === undefined) return null
  const { id, name, state } = others.reduce((worst, one) => (compareSummaries(one, worst) < 0 ? one : worst), first)
  return { id, name, state }
}

/** Worst first, then by name, so that rows of the Clusters page move only when something changed. */
export function compareSummaries(a: ClusterSummary, b: ClusterSummary): number {
  return worstFirst[a.state] - worstFirst[b.state] || compareNames(a.name, b.name) || compareNames(a.id, b.id)
}
