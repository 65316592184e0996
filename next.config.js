const isDevelopment = process.env.NODE_ENV === 'development'

/**
 * Allowed beyond 'self', and why: inline scripts, because Next writes the page's data into the page as scripts; inline
 * styles, because lanes and bars are placed with style attributes; data: images, for icons in style sheets; eval only
 * in `next dev`, for React's call stacks.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
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
  // It is read over the loopback interface: compressing would cost time and hold events back.
  compress: false,
  serverExternalPackages: ['pino', 'undici', 'prom-client', 'better-sqlite3', 'pg', 'kysely'],
  // `npm test` checks types; whoever only starts the demo need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Public status pages bring their own, stricter ones (lib/status/serve/headers.ts).
  headers: async () => [{ source: '/((?!status/).*)', headers: securityHeaders }],
}

export default config
