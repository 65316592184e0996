import 'server-only'
import { resolveHost } from '@/lib/network/resolve-host'
import { withinDeadline } from './within-deadline'

export interface ResolvedHost {
  resolves: boolean
  loopback: boolean
}

type Resolve = (host: string) => Promise<readonly { address: string }[]>

/**
 * Asks for each host once. Only a name server's clear “no such host” counts as one that does not resolve: a host that was
 * not answered for in time is missing.
 */
export async function resolveHosts(hosts: readonly string[], signal: AbortSignal, resolve: Resolve = resolveHost): Promise<Map<string, ResolvedHost>> {
  const found = new Map<string, ResolvedHost>()
  await Promise.all(hosts.map(async (host) => {
    const answer = await withinDeadline(findHost(host, resolve), signal)
    if (answer) found.set(host, answer)
  }))
  return found
}

async function findHost(host: string, resolve: Resolve): Promise<ResolvedHost | null> {
  try {
    const addresses = await resolve(host)
    return addresses.length === 0 ? null : { resolves: true, loopback: addresses.every(({ address }) => isLoopback(address)) }
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
    return code === 'ENOTFOUND' || code === 'ENODATA' ? { resolves: false, loopback: false } : null
  }
}

function isLoopback(address: string): boolean {
  return /^(?:::ffff:)?127\./.test(address) || address === '::1'
}
