import { randomUUID } from 'node:crypto'
import { decodeLeaderInfo } from '@/lib/flink/serialization/leader-info'
import { leaderInfoBytes } from '@/lib/testing/recorded/a-znode-tree'
import type { ClusterPlan } from '../trees/plan-cluster'
import type { Commit } from './commit'

const components = ['dispatcher', 'resource_manager', 'rest_server']

/** A new term as Flink writes it: the leader's addresses again, each with the new leader session id; the dispatcher's first. */
export function toLeaderChange(plan: ClusterPlan): { leaderSessionId: string; commits: Commit[] } {
  const leaderSessionId = randomUUID()
  const commits = components.map((component): Commit => {
    const node = plan.nodes.find(({ path }) => path.endsWith(`/leader/${component}/connection_info`))
    const info = node && decodeLeaderInfo(node.data)
    if (!node || !info) throw new Error(`The plan has no ${component}`)
    return { kind: 'set', path: node.path, data: leaderInfoBytes(info.address, leaderSessionId) }
  })
  return { leaderSessionId, commits }
}
