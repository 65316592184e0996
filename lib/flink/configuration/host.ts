/** Host names and ports in configuration; what these functions accept is safe as an argument of ssh. */

const maxHostLength = 253

/** Letters, digits, `.`, `-` and `_` (container networks use it), or an IPv6 literal with an optional zone. */
export function isHost(host: string): boolean {
  if (host.length === 0 || host.length > maxHostLength) return false
  if (host.startsWith('-')) return false
  return /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(host) || isIpv6(host)
}

/** Loose on purpose: groups, `::`, an embedded IPv4, a zone. Resolving it decides the rest. */
export function isIpv6(host: string): boolean {
  return host.length <= 64 && host.includes(':') && /^[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?$/.test(host)
}

/** @returns 0–65535, or null when the text is no decimal port */
export function findPort(text: string): number | null {
  if (!/^[0-9]{1,5}$/.test(text)) return null
  const port = Number(text)
  return port <= 65_535 ? port : null
}

/** `host:port` with brackets where the host is an IPv6 literal; without port the host alone. */
export function toHostPort(host: string, port: number | null): string {
  const shown = host.includes(':') ? `[${host}]` : host
  return port === null ? shown : `${shown}:${port}`
}
