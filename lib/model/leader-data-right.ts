import type { JobManagerFacts } from './facts'
import type { Leader } from './snapshot'

/** Input of the decision, from the cluster's newest snapshot and facts. */
interface Asking {
  leader: Pick<Leader, 'master' | 'process'> | null
  tree: { status: string }
  session: { state: string }
  jobManagers: readonly Pick<JobManagerFacts, 'master' | 'link' | 'leaderlessSince'>[]
}

/**
 * Whether requests that a process would answer from the leader may be sent to this master: to the proven leader only, because a request
 * that hangs on another process keeps that from stopping (DESIGN section 6). One that ZooKeeper names and that answers 503 is asked
 * too: Flink's dispatcher takes seconds to start, and nothing else shows when it serves.
 */
export function mayAskForLeaderData({ leader, tree, session, jobManagers }: Asking, master: string): boolean {
  if (leader?.master !== master || tree.status !== 'live' || session.state !== 'connected') return false
  if (leader.process === 'running') return true
  const jm = jobManagers.find((candidate) => candidate.master === master)
  return leader.process === 'unknown' && jm?.link.state === 'open' && jm.leaderlessSince !== null
}
