import 'server-only'
import { createHash } from 'node:crypto'
import { liveScript } from '@/lib/status/page/live-script'
import { style } from '@/lib/status/page/style'
import type { Keeping } from './routes'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Exactly the one script and the one style sheet these pages have; nothing from anywhere else. */
function toPolicy(ancestors: string): string {
  return [
    "default-src 'none'",
    `script-src ${hash(liveScript)}`,
    `style-src ${hash(style)}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ')
}

const policy = toPolicy("'none'")
const embedPolicy = toPolicy('*')

/**
 * `fresh`: carries its own age, so a second in caches does no harm, and an old one may stand in while the new one is
 * fetched, or the server is away. `revalidate`: GitHub's image proxy freezes a badge that is not sent like this.
 */
const keepings: Record<Keeping, string> = {
  fresh: 'public, max-age=1, stale-while-revalidate=10, stale-if-error=60',
  revalidate: 'no-cache',
}

export function toPublicHeaders({
  type,
  keeping,
  isEmbed = false,
}: {
  type: string
  keeping: Keeping
  isEmbed?: boolean
}): Record<string, string> {
  return {
    'content-type': type,
    'cache-control': keepings[keeping],
    ...safetyHeaders(isEmbed),
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  }
}

export function safetyHeaders(isEmbed = false): Record<string, string> {
  return {
    'content-security-policy': isEmbed ? embedPolicy : policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(isEmbed ? {} : { 'x-frame-options': 'DENY' }),
  }
}
