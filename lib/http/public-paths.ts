import { apiPaths, pagePaths } from '@/lib/base/paths'

/** What anybody may ask for: sign-in itself, published status pages, whether the process lives, and files without a secret. */
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
 * Whether a path is for everybody. Everything else is closed at the door already (proxy.ts), so that a route that
 * forgot to ask who may is not open.
 */
export function isPublicPath(path: string): boolean {
  return exact.has(path) || below.some((folder) => path.startsWith(folder))
}
