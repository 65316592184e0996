import 'server-only'
import type { SessionHolder } from '../decide/decision'
import type { ElectionReading } from '../decide/election'
import { findShownHolder, toNotedHolder } from '../decide/session-holder'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { askLiveness } from '../looks/look-at-process'
import type { ClusterHosts } from '@/lib/operations/run/verb'
import type { NotedIdentity } from '../notes/noted-identities'

export interface Gathering {
  reading: ElectionReading
  identities: ReadonlyMap<string, NotedIdentity>
  snapshot: ClusterSnapshot
  hosts: ClusterHosts
  /** `kill`: the first in line gets SIGKILL, and its death is proven in the same command. */
  leader: 'death' | 'kill'
  signal?: AbortSignal
}

/**
 * Checks on the hosts whether the contenders in line live: the leader and the next one at once, those behind only while the ones before
 * them are dead. Each answer is of now and from the process's own host.
 */
export async function gatherHolders(gathering: Gathering): Promise<Map<string, SessionHolder>> {
  const owners = [...new Set(gathering.reading.latches.map(({ owner }) => owner))]
  const found = new Map<string, SessionHolder>()
  const ask = async (owner: string, mode: 'death' | 'kill') => {
    const holder = await askHolder(gathering, owner, mode)
    if (holder) found.set(owner, holder)
    return holder?.life.state ?? 'unknown'
  }
  const [, second] = await Promise.all(owners.slice(0, 2).map((owner, place) => ask(owner, place === 0 ? gathering.leader : 'death')))
  let last = second
  for (const owner of owners.slice(2)) {
    if (last !== 'dead') break
    last = await ask(owner, 'death')
  }
  return found
}

async function askHolder(
  { identities, snapshot, hosts, signal }: Gathering,
  owner: string,
  mode: 'death' | 'kill',
): Promise<SessionHolder | null> {
  const noted = identities.get(owner)
  if (!noted) return findShownHolder(owner, snapshot)
  return toNotedHolder(noted, snapshot, await askLiveness(hosts.runner, noted.identity, mode, signal))
}
