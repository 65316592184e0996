/** The credential of a request, if it has any. */
export interface Credential {
  by: 'session' | 'key'
  secret: string
}

/** Longer ones are never valid: the console's have fewer than 200 characters. */
const longest = 512

/** A key that was sent on purpose takes precedence over a cookie that the browser sent by itself. */
export function findCredential(headers: Headers, cookieName: string): Credential | null {
  const authorization = headers.get('authorization')
  if (authorization !== null) return toCredential('key', /^Bearer +(\S+) *$/i.exec(authorization)?.[1])
  return toCredential('session', findCookie(headers.get('cookie'), cookieName))
}

function toCredential(by: Credential['by'], secret: string | undefined): Credential | null {
  return secret === undefined || secret === '' || secret.length > longest ? null : { by, secret }
}

/** Value of one cookie of a `Cookie` header. */
export function findCookie(header: string | null, name: string): string | undefined {
  const found = header
    ?.split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}
