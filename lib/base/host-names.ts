/**
 * Properties of a host's text alone, without a name server. Names other than `localhost` may resolve to any address,
 * so they never count as loopback here.
 */

/** `localhost`, 127.0.0.0/8 and ::1, also in brackets or as an IPv4-mapped address. */
export function isLoopback(host: string): boolean {
  const plain = toPlainHost(host)
  const octets = /^(?:::ffff:)?127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(plain)
  if (octets) return octets.slice(1).every((octet) => Number(octet) <= 255)
  return plain === 'localhost' || plain === '::1'
}

/** Whether it means all interfaces. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '::'].includes(toPlainHost(host))
}

/** Whether it means the machine it is used on; connecting to "any address" connects to that machine itself. */
export function isThisMachine(host: string): boolean {
  return isLoopback(host) || isWildcard(host) || toPlainHost(host) === 'localhost.localdomain'
}

/** Whether it is an IP address, not a name. */
export function isAddress(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)
}

/** One key for all names of this machine, for upper and lower case, and with or without the root's dot. */
export function toHostKey(host: string): string {
  return isThisMachine(host) ? 'localhost' : toPlainHost(host)
}

function toPlainHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase()
}
