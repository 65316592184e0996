import 'server-only'

/**
 * Whether a page of this very console made the request; checked for changes. The browser writes `Sec-Fetch-Site`, and no page can; where it
 * is missing (older browsers, scripts with a cookie) `Origin` has to name the requested host. Without both nothing is proven.
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
