import 'server-only'
import { createHash } from 'node:crypto'
import { liveScript } from '@/lib/status/page/live-script'
import { style } from '@/lib/status/page/style'
import type { Keeping } from './routes'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Allows exactly the one script and the one style sheet of these pages; nothing from elsewhere. */
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
 * `fresh`: carries its own age, so a second in caches does no harm, and an old answer may be served while the new one is fetched, or the
 * server is away. `revalidate`: GitHub's image proxy freezes a badge without it.
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
