import 'server-only'
import { isIPv4 } from 'node:net'
import { findSystemCode } from '@/lib/base/errors'
import type { ResolvedName } from '@/lib/doctor/doctor-input'
import { isLoopback } from '@/lib/base/host-names'
import { resolveHost } from '@/lib/network/resolve-host'
import { withinDeadline } from './within-deadline'

type Resolve = (host: string) => Promise<readonly { address: string }[]>

/**
 * Resolves each host once. Only a name server's clear “no such host” counts as unresolved: a host without an answer
 * in time is missing.
 */
export async function resolveHosts(
  hosts: readonly string[],
  signal: AbortSignal,
  resolve: Resolve = resolveHost,
): Promise<Map<string, ResolvedName>> {
  const found = new Map<string, ResolvedName>()
  await Promise.all(
    hosts.map(async (host) => {
      const answer = await withinDeadline(findHost(host, resolve), signal)
      if (answer) found.set(host, answer)
    }),
  )
  return found
}

async function findHost(host: string, resolve: Resolve): Promise<ResolvedName | null> {
  try {
    const addresses = await resolve(host)
    return addresses.length === 0
      ? null
      : { resolves: true, loopback: addresses.every(({ address }) => isLoopback(address)), machines: countMachines(addresses) }
  } catch (error) {
    const code = findSystemCode(error)
    return code === 'ENOTFOUND' || code === 'ENODATA' ? { resolves: false, loopback: false } : null
  }
}

/** Number of machines by addresses: one machine may have an address of each family. */
function countMachines(addresses: readonly { address: string }[]): number {
  const count = (isOfKind: (address: string) => boolean) => new Set(addresses.map(({ address }) => address).filter(isOfKind)).size
  return Math.max(
    count(isIPv4),
    count((address) => !isIPv4(address)),
  )
}
