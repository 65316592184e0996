import 'server-only'
import type { ClusterSnapshot, Leader } from '@/lib/model/snapshot'

/** Either the one proven leader, or the sentence why there is none to name. */
export type LeaderAnswer = { leader: Leader; address: string; reason: null } | { leader: null; address: null; reason: string }

/**
 * The leader to which a script or a load balancer may be sent. Only what is known now counts: what ZooKeeper reported before the connection
 * broke, and a leader whose process does not answer, are no leader here.
 */
export function deriveLeaderAnswer({ leader, sources, verdict }: ClusterSnapshot): LeaderAnswer {
  const { state, detail } = sources.zookeeper
  if (state !== 'live') return none(`ZooKeeper is not being heard (${state}), so the leader is not known. ${detail ?? ''}`)
  if (leader === null) return none(`No leader is known. ${verdict.sentence}`)
  if (leader.process === 'gone' || leader.process === 'frozen') {
    return none(
      `ZooKeeper still names ${leader.master ?? leader.rpcAddress}, but its process is ${leader.process}: ${leader.processDetail}`,
    )
  }
  const address = leader.restAddress ?? leader.master
  if (address === null) return none(`${leader.rpcAddress} leads, but the address of its web UI is not known.`)
  return { leader, address, reason: null }
}

function none(reason: string): LeaderAnswer {
  return { leader: null, address: null, reason: reason.trim() }
}
