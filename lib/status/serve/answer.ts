import 'server-only'
import { hasEntityTag } from '@/lib/base/entity-tag'
import { pagePaths } from '@/lib/base/paths'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { toMissingDocument, toNoDataDocument } from '@/lib/status/page/missing-document'
import { findFont } from './font'
import { safetyHeaders, toPublicHeaders } from './headers'
import type { createPages } from './pages'
import { findRoute } from './routes'

/** The parts of a request that an answer depends on. */
export interface PublicRequest {
  method: string
  /** Path below `/status/`, e.g. "streams/feed.atom". */
  path: string
  ifNoneMatch: string | null
  acceptsGzip: boolean
}

export interface PublicAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer | null
}

interface Kept {
  stamp: string
  plain: Variant
  zipped: Variant | null
}

interface Variant {
  etag: string
  body: Buffer
  headers: Record<string, string>
}

/** Entries for existing paths; pages and their services may be many. */
const mostKept = 400
/** One packet: compressing less than this gains nothing. */
const leastZipped = 1_400

/**
 * Answers everything but the live stream. Answers are kept as bytes until the page changes, with their tag.
 * @param origin scheme and host of links in feeds and JSON, e.g. "https://status.example.org"
 */
export function createAnswers(pages: ReturnType<typeof createPages>, origin: string): (request: PublicRequest) => PublicAnswer {
  const kept = new Map<string, Kept>()
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return toTextAnswer(405, 'These pages are only read: use GET or HEAD.\n', { allow: 'GET, HEAD' })
    if (request.path === 'assets/geist.woff2') return answerFont(request)
    const slash = request.path.indexOf('/')
    const slug = slash < 0 ? request.path : request.path.slice(0, slash)
    const route = findRoute(slash < 0 ? '' : request.path.slice(slash + 1))
    const found = pages.find(slug)
    if (found === 'no-data') return toHtml(503, toNoDataDocument(), { 'retry-after': '5' })
    if (found === 'missing' || route === null) return toMissing()
    let known = kept.get(request.path)
    if (known?.stamp !== found.stamp) {
      const text = route.make(found.page, {
        now: found.now,
        base: pagePaths.publicPage(slug),
        url: `${origin}${pagePaths.publicPage(slug)}`,
      })
      if (text === null) return toMissing()
      known = keep(text, found.stamp, toPublicHeaders(route), known)
      kept.delete(request.path)
      kept.set(request.path, known)
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
    }
    return toAnswer(request, known)
  }
}

/** The same text keeps its bytes and its tag, so that a new second alone makes no new badge. */
function keep(text: string, stamp: string, headers: Record<string, string>, before: Kept | undefined): Kept {
  const body = Buffer.from(text)
  if (before?.plain.body.equals(body)) return { ...before, stamp }
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return { stamp, plain: toVariant(`"${etag}"`, body, headers), zipped: null }
}

function toVariant(etag: string, body: Buffer, headers: Record<string, string>): Variant {
  return { etag, body, headers: { ...headers, etag, 'content-length': String(body.length), vary: 'accept-encoding' } }
}

function toAnswer({ method, ifNoneMatch, acceptsGzip }: PublicRequest, known: Kept): PublicAnswer {
  const { etag, body, headers } = acceptsGzip && known.plain.body.length >= leastZipped ? getZipped(known) : known.plain
  if (ifNoneMatch !== null && hasEntityTag(ifNoneMatch, etag)) {
    const { 'content-length': _length, 'content-type': _type, ...rest } = headers
    return { status: 304, headers: rest, body: null }
  }
  return { status: 200, headers, body: method === 'HEAD' ? null : body }
}

function getZipped(known: Kept): Variant {
  const { plain } = known
  known.zipped ??= toVariant(`${plain.etag.slice(0, -1)}-z"`, gzipSync(plain.body, { level: 5 }), {
    ...plain.headers,
    'content-encoding': 'gzip',
  })
  return known.zipped
}

function answerFont({ method }: PublicRequest): PublicAnswer {
  const body = findFont()
  if (body === null) return toTextAnswer(404, 'There is no such file.\n')
  return {
    status: 200,
    headers: {
      ...toPublicHeaders({ type: 'font/woff2', keeping: 'revalidate' }),
      'cache-control': 'public, max-age=604800, immutable',
      'content-length': String(body.length),
    },
    body: method === 'HEAD' ? null : body,
  }
}

function toMissing(): PublicAnswer {
  return toHtml(404, toMissingDocument())
}

function toHtml(status: number, text: string, headers: Record<string, string> = {}): PublicAnswer {
  return toTextAnswer(status, text, { 'content-type': 'text/html; charset=utf-8', ...headers })
}

export function toTextAnswer(status: number, text: string, headers: Record<string, string> = {}): PublicAnswer {
  const body = Buffer.from(text)
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': String(body.length),
      ...safetyHeaders(),
      ...headers,
    },
    body,
  }
}
