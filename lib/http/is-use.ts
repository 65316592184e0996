/**
 * Whether a person did something: opened a page, or changed something. What a page asks for by itself (streams, data
 * that is fetched again, pages fetched ahead) says nothing about who sits before it.
 */
export function isUse({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  if (method !== 'GET' && method !== 'HEAD') return true
  if (headers.has('next-router-prefetch') || headers.get('sec-purpose')?.includes('prefetch')) return false
  return headers.has('rsc') || headers.get('sec-fetch-mode') === 'navigate'
}
