import { findLayoutTableByLabel } from '@/lib/flink/layouts/layout-tables'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { isInLine } from '@/lib/model/standby'
import type { ProcessIdentity } from './process-look'

/** Whether a fenced takeover would be possible if the leader's process died now. */
export interface Readiness {
  isReady: boolean
  /** What would happen, or what is missing and what to do. */
  why: string
  leader: string | null
  next: string | null
}

/**
 * Pure. The decision itself is made later, from new readings; this reports beforehand whether it could be yes, so that
 * the operator learns of an obstacle before an outage.
 * @param identities of sessions, noted on their hosts while their processes lived
 * @param reasons by master: why its process could not be identified
 * @param doubts by session: why nothing would be done to what was identified
 */
export function deriveReadiness(
  snapshot: ClusterSnapshot,
  identities: ReadonlyMap<string, Pick<ProcessIdentity, 'mode' | 'host'>>,
  reasons: ReadonlyMap<string, string> = new Map(),
  doubts: ReadonlyMap<string, string> = new Map(),
): Readiness {
  const { cluster, leader, jobManagers, quorum, sources } = snapshot
  const next = jobManagers.filter(isInLine).sort((a, b) => (a.inLine ?? 0) - (b.inLine ?? 0))[0]
  const not = (why: string): Readiness => ({ isReady: false, why, leader: leader?.master ?? null, next: next?.master ?? null })
  if (cluster.control === 'none')
    return not('this console does not act on this cluster’s hosts; set `control: local` or `control: ssh` for it in understudy.yaml')
  if (cluster.layout !== null && findLayoutTableByLabel(cluster.layout)?.sessionsPerProcess !== 1)
    return not(`fencing is not supported with the znodes of ${cluster.layout}`)
  if (sources.zookeeper.state !== 'live' || quorum.serving === false) return not('ZooKeeper does not answer')
  if (!leader?.master) return not('no leader is proven')
  const led = identities.get(leader.zkSessionId)
  if (!led) return not(`the process of ${leader.master} is not identified on its host yet${toWhy(reasons.get(leader.master))}`)
  const doubt = doubts.get(leader.zkSessionId)
  if (doubt !== undefined) return not(doubt)
  if (led.mode !== 'session') return not('the leader does not run as a session cluster')
  if (!next?.zkSessionId) return not('no standby is proven in line')
  if (!identities.has(next.zkSessionId))
    return not(`the process of ${next.master}, next in line, is not identified on its host yet${toWhy(reasons.get(next.master))}`)
  if (next.webUi.reachable !== true) return not(`${next.master}, next in line, does not answer`)
  return {
    isReady: true,
    why: `if the process of ${leader.master} died, its place could be removed at once and ${next.master} would lead`,
    leader: leader.master,
    next: next.master,
  }
}

function toWhy(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`
}
