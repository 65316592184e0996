import { pagePaths } from '@/lib/base/paths'
/** The address of the sign-in page, which continues to the page the reader wanted. */
export function toSignInAddress(wanted: URL): URL {
  const address = new URL(pagePaths.signIn, wanted)
  const next = `${wanted.pathname}${withoutNextsOwn(wanted)}`
  if (next !== '/') address.searchParams.set('next', next)
  return address
}

/** `_rsc` is Next's own, and belongs to data of a page. */
function withoutNextsOwn({ searchParams }: URL): string {
  const rest = new URLSearchParams(searchParams)
  rest.delete('_rsc')
  const text = rest.toString()
  return text === '' ? '' : `?${text}`
}

/**
 * Where to go after sign-in: a path of this console, or its first page. The text in an address is untrusted: `//evil.example` and
 * `/\evil.example` are other sites for a browser.
 */
export function toNextPath(next: string | null | undefined): string {
  if (next === null || next === undefined || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(next) || next.length > 2_000) return '/'
  const base = 'http://console.invalid'
  if (!URL.canParse(next, base)) return '/'
  const { origin, pathname, search, hash } = new URL(next, base)
  const isSafe =
    origin === base &&
    !pathname.startsWith('//') &&
    !pathname.startsWith('/api/') &&
    pathname !== pagePaths.signIn &&
    pathname !== pagePaths.welcome
  return isSafe ? `${pathname}${search}${hash}` : '/'
}
