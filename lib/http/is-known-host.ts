import { isIP } from 'node:net'

/** Where the console is reached, as far as the Host header matters. */
export interface ServedAt {
  publicUrl: string
  /** Only this machine reaches it. */
  isLoopbackOnly: boolean
}

/**
 * Whether a `Host` header names this console. A page of another site whose name resolves to this address (DNS rebinding) still sends that
 * name, so unknown names get nothing; the port does not matter. Numeric addresses are safe: no other site is served under this address.
 */
export function isKnownHost(host: string | null, { publicUrl, isLoopbackOnly }: ServedAt): boolean {
  if (host === null) return false
  if (/^(?:localhost\.?|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host)) return true
  const name = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase()
  if (name === undefined) return false
  if (name === new URL(publicUrl).hostname) return true
  return !isLoopbackOnly && isIP(name.replace(/^\[|\]$/g, '')) !== 0
}
