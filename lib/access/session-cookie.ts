/** Name of the cookie that carries a browser's session; a browser takes `__Secure-` only over TLS. */
export const sessionCookie = 'understudy.session'

export function toCookieName(isSecure: boolean): string {
  return isSecure ? `__Secure-${sessionCookie}` : sessionCookie
}
