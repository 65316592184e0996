/** For every answer; what a page may run differs with each and comes from proxy.ts. */
export const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

/** @type {import('next').NextConfig} */
const config = {
  agentRules: false,
  poweredByHeader: false,
  devIndicators: false,
  // scripts/serve/preload.mjs does it, later.
  experimental: { preloadEntriesOnStart: false },
  // Compressing would cost time and hold events back. Static files are compressed at the build (scripts/setup/compress.mjs).
  compress: false,
  // No page uses it, and it would let anybody have this server ask itself.
  images: { unoptimized: true },
  serverExternalPackages: ['pino', 'prom-client', 'better-sqlite3', 'pg', '@zxcvbn-ts/core', '@zxcvbn-ts/language-common'],
  // `npm test` checks types; whoever only starts the demo need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Public status pages bring their own, stricter ones (lib/status/serve/headers.ts).
  headers: async () => [{ source: '/((?!status/).*)', headers: securityHeaders }],
}

export default config
