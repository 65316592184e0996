interface ServedAt {
  publicUrl: string
  port: number
}

/**
 * A browser accepts `__Secure-` over TLS only. Cookies do not know ports, so the port is in the name: several consoles on one machine leave
 * each other's alone.
 */
export function toCookieName({ publicUrl, port }: ServedAt, what: 'session_token' | 'device'): string {
  return `${publicUrl.startsWith('https:') ? '__Secure-' : ''}understudy-${port}.${what}`
}

/** Name of the cookie that carries a browser's session. */
export function toSessionCookieName(at: ServedAt): string {
  return toCookieName(at, 'session_token')
}
