import 'server-only'
import type { FencingQuestion } from '../decide/decision'
import { findWholeLeader, type ElectionReading } from '../decide/election'
import { confirmProcess } from '../decide/prove-process'
import { toClaim } from '../decide/prove-held-session'
import { HostError } from '@/lib/sources/hosts/runner'
import { lookAtProcess } from '../looks/look-at-process'
import type { ClusterHosts } from '@/lib/operations/run/verb'
import { findAddresses } from '../looks/find-addresses'
import type { NotedIdentity } from '../notes/noted-identities'

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
