import 'server-only'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { resolveHost } from '@/lib/network/resolve-host'

/**
 * Whether a host name or address is this machine: a loopback address, or one of its interfaces'.
 * @returns false when the name cannot be resolved in time: only what is proven local counts as local
 */
export async function isLocalHost(host: string): Promise<boolean> {
  const bare = host.replace(/^\[|\]$/g, '')
  if (bare === '' || bare.length > 255) return false
  if (isIP(bare)) return isLocalAddress(bare)
  if (/^localhost\.?$/i.test(bare)) return true
  const found = await resolveHost(bare).catch(() => [])
  return found.length > 0 && found.every(({ address }) => isLocalAddress(address))
}

export function isLocalAddress(address: string): boolean {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .split('%', 1)[0]!
  if (plain === '::1' || /^127\./.test(plain)) return true
  return Object.values(networkInterfaces()).some((found) => found?.some((each) => each.address.toLowerCase() === plain))
}
