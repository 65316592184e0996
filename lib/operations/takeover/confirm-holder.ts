import 'server-only'
import type { FencingQuestion } from '@/lib/model/fencing/decision'
import { findWholeLeader, type ElectionReading } from '@/lib/model/fencing/election'
import { confirmProcess } from '@/lib/model/fencing/prove-process'
import { toClaim } from '@/lib/model/fencing/prove-held-session'
import { HostError } from '@/lib/sources/hosts/runner'
import { lookAtProcess } from '../fencing/look-at-process'
import type { ClusterHosts } from '../run/verb'
import { findAddresses } from './find-addresses'
import type { NotedIdentity } from './identities'

/** Right before the leader is killed: its host confirms that the noted process exists and holds what the leader published. */
export async function confirmHolder(
  hosts: ClusterHosts,
  noted: NotedIdentity | undefined,
  reading: ElectionReading,
  signal?: AbortSignal,
): Promise<NonNullable<FencingQuestion['proofNow']>> {
  const leader = findWholeLeader(reading)
  if (!noted || leader?.latch.owner !== noted.zkSessionId)
    return { holds: false, why: 'the leader’s process is not identified on its host' }
  const { identity } = noted
  try {
    const look = await lookAtProcess(hosts.runner, identity.host, { mode: 'look', pid: identity.pid }, signal)
    const why = confirmProcess(look, toClaim(noted.zkSessionId, reading, null), identity, await findAddresses(leader, [identity.host]))
    return why === null ? { holds: true } : { holds: false, why }
  } catch (error) {
    if (HostError.is(error)) return { holds: false, why: error.why }
    throw error
  }
}
