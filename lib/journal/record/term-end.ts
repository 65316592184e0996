import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** Why a term ended, as far as the snapshots before and after show it. */
export function deriveTermEnd(last: ClusterSnapshot, next: ClusterSnapshot): { code: string; text: string } {
  const leader = last.leader
  const who = leader?.master ?? leader?.rpcAddress ?? 'The leader'
  const operation = next.operation ?? last.operation
  if (operation !== null) return { code: 'operation', text: `${who} was made to give up the lead by an operation of Understudy.` }
  if (leader?.process === 'gone') return { code: 'process-ended', text: `The process of ${who} ended.` }
  if (leader?.process === 'frozen') return { code: 'process-frozen', text: `${who} answered nothing any more.` }
  if (last.quorum.serving === false || last.sources.zookeeper.state !== 'live')
    return { code: 'zookeeper-lost', text: 'ZooKeeper did not serve, and its sessions ended.' }
  if (next.leader !== null && next.leader.master === leader?.master)
    return { code: 'elected-again', text: `${who} lost the lead for a moment and was elected again.` }
  if (leader?.process === 'running') return { code: 'session-ended', text: `${who} ran on, but its session with ZooKeeper ended.` }
  return { code: 'unknown', text: `What became of the process of ${who} is not known.` }
}
