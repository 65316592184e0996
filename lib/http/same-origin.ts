import 'server-only'

/**
 * Whether a page of this very console made the request, for what changes something. `Sec-Fetch-Site` is written by the
 * browser and by no page; where there is none (older browsers, scripts with a cookie) `Origin` has to name the host
 * that is asked. Neither of both proves nothing.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site === null && origin === null) return false
  if (site !== null && site !== 'same-origin') return false
  return origin === null || isOriginOf(origin, headers.get('host'), headers.get('x-understudy-scheme'))
}

function isOriginOf(origin: string, host: string | null, scheme: string | null): boolean {
  if (host === null || !URL.canParse(origin)) return false
  const asked = new URL(origin)
  if (scheme !== null && asked.protocol !== `${scheme}:`) return false
  return URL.canParse(`${asked.protocol}//${host}`) && asked.host === new URL(`${asked.protocol}//${host}`).host
}
