import { isIP } from 'node:net'

/** Where the console is to be found, as far as the Host header matters. */
export interface ServedAt {
  publicUrl: string
  /** Nobody but this machine reaches it. */
  isLoopbackOnly: boolean
}

/**
 * Whether a `Host` header names this console. A page of another site that has its own name resolve to our address (DNS
 * rebinding) still sends that name, so names that are not ours get nothing; the port does not matter. Numbers are safe:
 * no site is served under our address but us.
 */
export function isKnownHost(host: string | null, { publicUrl, isLoopbackOnly }: ServedAt): boolean {
  if (host === null) return false
  if (/^(?:localhost\.?|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host)) return true
  const name = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase()
  if (name === undefined) return false
  if (name === new URL(publicUrl).hostname) return true
  return !isLoopbackOnly && isIP(name.replace(/^\[|\]$/g, '')) !== 0
}
