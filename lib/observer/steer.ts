import 'server-only'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** What a new snapshot makes worth reading again; `master` names the JobManager to request it from. */
export type RefreshRequest =
  { ask: 'term-changed' | 'tree-changed' | 'session-changed'; master: string } | { ask: 'processes' } | { ask: 'members' }

/** Pure comparison of two snapshots: a change causes single requests, never periodic ones. */
export function deriveRefreshRequests(before: ClusterSnapshot | null, after: ClusterSnapshot, facts: ClusterFacts): RefreshRequest[] {
  const leader = after.leader?.process === 'running' ? after.leader.master : null
  const requests: RefreshRequest[] = []
  if (leader && before?.leader?.leaderSessionId !== after.leader?.leaderSessionId) requests.push({ ask: 'term-changed', master: leader })
  else if (leader && toJobIds(before) !== toJobIds(after)) requests.push({ ask: 'tree-changed', master: leader })
  requests.push(...unplacedMasters(before, after, facts).map((master): RefreshRequest => ({ ask: 'session-changed', master })))
  if (facts.localHosts.size > 0 && (before === null || linksChanged(before, after))) requests.push({ ask: 'processes' })
  if (before !== null && quorumMayHaveChanged(before, after)) requests.push({ ask: 'members' })
  return requests
}

/** A lost session or a revoked leader is often the first sign of a member that exited or froze. */
function quorumMayHaveChanged(before: ClusterSnapshot, after: ClusterSnapshot): boolean {
  return (
    before.sources.zookeeper.state !== after.sources.zookeeper.state ||
    before.leader?.leaderSessionId !== after.leader?.leaderSessionId ||
    before.quorum.serving !== after.quorum.serving
  )
}

function toJobIds(snapshot: ClusterSnapshot | null): string {
  return snapshot?.recovery.jobs.map((job) => job.jobId).join() ?? ''
}

/** Masters that answer while a contender is unmatched: their log may have the line that proves it by now. */
function unplacedMasters(before: ClusterSnapshot | null, after: ClusterSnapshot, facts: ClusterFacts): string[] {
  const proven = new Set(after.jobManagers.flatMap((jm) => (jm.zkSessionId === null ? [] : [jm.zkSessionId])))
  const contenders = facts.tree.tree?.contenders ?? []
  if (!contenders.some((contender) => !proven.has(contender.zkSessionId))) return []
  const isChange =
    before === null ||
    before.strangers !== after.strangers ||
    before.jobManagers !== after.jobManagers ||
    before.sources.zookeeper.state !== after.sources.zookeeper.state
  if (!isChange) return []
  return after.jobManagers.filter((jm) => jm.zkSessionId === null && jm.processState === 'running').map((jm) => jm.master)
}

function linksChanged(before: ClusterSnapshot, after: ClusterSnapshot): boolean {
  return after.jobManagers.some((jm) => {
    const last = before.jobManagers.find((candidate) => candidate.master === jm.master)
    return (
      !last || last.processState !== jm.processState || last.webUi.reachable !== jm.webUi.reachable || last.webUi.detail !== jm.webUi.detail
    )
  })
}
