import { apiPaths, pagePaths } from '@/lib/base/paths'

/** What needs no sign-in: sign-in itself, published status pages, liveness of the process, and files without a secret. */
const exact = new Set([
  pagePaths.signIn,
  pagePaths.welcome,
  '/healthz',
  '/readyz',
  '/icon.svg',
  '/favicon.ico',
  '/apple-icon.png',
  '/icon-192.png',
  '/icon-512.png',
  '/manifest.webmanifest',
  '/robots.txt',
  '/.well-known/security.txt',
  apiPaths.session,
  apiPaths.providerSession,
  apiPaths.openLink,
  apiPaths.useLink,
])
const below = ['/status/', '/_next/', '/api/auth/callback/']

/**
 * Whether a path is public. Every other path is already refused before the routes (proxy.ts), so that a route that forgot to authorize is
 * not open.
 */
export function isPublicPath(path: string): boolean {
  return exact.has(path) || below.some((folder) => path.startsWith(folder))
}
