/**
 * What the text of a host says by itself, without asking a name server. Names other than `localhost` may lead anywhere,
 * so they never count as loopback here.
 */

/** `localhost`, 127.0.0.0/8 and ::1, also in brackets or as an IPv4-mapped address. */
export function isLoopback(host: string): boolean {
  const plain = toPlainHost(host)
  const octets = /^(?:::ffff:)?127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(plain)
  if (octets) return octets.slice(1).every((octet) => Number(octet) <= 255)
  return plain === 'localhost' || plain === '::1'
}

/** All interfaces. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '::'].includes(toPlainHost(host))
}

/** Names the machine it stands on, whichever that is; connecting to "any address" connects to itself. */
export function isThisMachine(host: string): boolean {
  return isLoopback(host) || isWildcard(host) || toPlainHost(host) === 'localhost.localdomain'
}

/** An IP address, not a name. */
export function isAddress(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)
}

/** The same text for all names of this machine, for any case of letters, and with or without the root's dot. */
export function toHostKey(host: string): string {
  return isThisMachine(host) ? 'localhost' : toPlainHost(host)
}

function toPlainHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase()
}
