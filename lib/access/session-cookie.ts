/**
 * Name of the cookie that carries a browser's session. A browser takes `__Secure-` over TLS only. Cookies do not know
 * ports, so the port is in the name: several consoles on one machine leave each other's alone.
 */
export function toSessionCookieName({ publicUrl, port }: { publicUrl: string; port: number }): string {
  return `${publicUrl.startsWith('https:') ? '__Secure-' : ''}understudy-${port}.session_token`
}
