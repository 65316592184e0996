/**
 * Whether a `Host` header names this machine itself. A page of another site that had its name resolve to 127.0.0.1
 * (DNS rebinding) still sends that name, so a list of three is the whole defence; the port does not matter.
 */
export function isLoopbackHost(host: string | null): boolean {
  return host !== null && /^(?:localhost\.?|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host)
}
