/** The networks of an address, from the smallest one that one person may own to a provider's. */
export interface Networks {
  /** One IPv4 address, or the /64 that each owner of an IPv6 address has. */
  address: string
  /** /24, or the /48 that a provider assigns to a site. */
  site: string
  /** IPv4: /16; IPv6: /32. */
  provider: string
}

/** @param address as in the header `x-understudy-address` */
export function toNetworks(address: string): Networks {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
  if (!mapped.includes(':')) {
    const parts = mapped.split('.')
    return { address: mapped, site: parts.slice(0, 3).join('.'), provider: parts.slice(0, 2).join('.') }
  }
  const groups = toGroups(mapped)
  const upTo = (count: number) => groups.slice(0, count).join(':')
  return { address: upTo(4), site: upTo(3), provider: upTo(2) }
}

/** All eight groups of an IPv6 address, without leading zeros. */
function toGroups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head.split(':').filter((part) => part !== '')
  const behind = tail?.split(':').filter((part) => part !== '') ?? []
  const missing = tail === undefined ? 0 : 8 - before.length - behind.length
  return [...before, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...behind].map((part) => part.replace(/^0+(?=.)/, ''))
}
