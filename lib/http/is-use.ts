/**
 * Whether a person acted: opened a page, or changed something. Requests that a page makes by itself (streams, data that is fetched again,
 * pages that are prefetched) do not prove that a person is present.
 */
export function isUse({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  if (method !== 'GET' && method !== 'HEAD') return true
  if (headers.has('next-router-prefetch') || headers.get('sec-purpose')?.includes('prefetch')) return false
  return headers.has('rsc') || headers.get('sec-fetch-mode') === 'navigate'
}
