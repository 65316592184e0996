import { isAddress, isLoopback } from '@/lib/base/host-names'

/** `jm1:8081`, `[::1]:8081`, `http://127.0.0.1:8081/x` or `pekko.tcp://flink@jm1:6123/user/…` → host and port. */
export function findHostPort(address: string): { host: string; port: number } | null {
  const authority = address
    .replace(/^[a-z.+-]{1,32}:\/\//i, '')
    .split('/', 1)[0]!
    .split('@')
    .at(-1)!
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(authority)
  if (!match) return null
  const port = Number(match[3])
  return port > 0 && port < 65_536 ? { host: (match[1] ?? match[2])!.toLowerCase(), port } : null
}

/**
 * Whether two host names mean the same host: the same text, both loopback, or an address in common.
 * Flink writes the *resolved* address where `rest.bind-address: localhost` is set, so text alone is not enough.
 */
export function hostsAgree(a: string, b: string, addresses: ReadonlyMap<string, readonly string[]>): boolean {
  const left = a.toLowerCase()
  const right = b.toLowerCase()
  if (left === right || (isLoopback(left) && isLoopback(right))) return true
  const known = new Set([right, ...(addresses.get(right) ?? [])])
  return [left, ...(addresses.get(left) ?? [])].some((address) => known.has(address))
}

/** Whether two host names are proven to mean two hosts. Neither this nor `hostsAgree`: a name is not resolved, or loopback. */
export function hostsDiffer(a: string, b: string, addresses: ReadonlyMap<string, readonly string[]>): boolean {
  const canTell = (host: string) => !isLoopback(host) && (isAddress(host) || (addresses.get(host.toLowerCase()) ?? []).length > 0)
  return canTell(a) && canTell(b) && !hostsAgree(a, b, addresses)
}
