import 'server-only'
import type { WholeLeader } from '../decide/election'
import { findHostPort } from '@/lib/model/hosts-agree'
import { resolveAddresses } from '@/lib/operations/processes/addresses'

/** Addresses of the hosts that a leader published and of those it is compared with; a host that does not resolve here is left out. */
export async function findAddresses(
  leader: Pick<WholeLeader, 'rpcAddress' | 'restAddress'> | null,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const published = [leader?.rpcAddress, leader?.restAddress].flatMap((address) => (address && findHostPort(address)?.host) ?? [])
  const names = [...new Set([...published, ...hosts].map((host) => host.toLowerCase()).filter((host) => host !== ''))]
  const found = await resolveAddresses(names)
  return new Map([...found].filter(([, addresses]) => addresses.length > 0))
}
