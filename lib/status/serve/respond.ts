import 'server-only'
import type { PublicAnswer, PublicRequest } from './answer'
import { getStreamPlaces } from '@/lib/network/stream-places'
import { toNoPlaceAnswer } from './no-place'
import { getStatusService, type StatusService } from './service'
import { WebReader } from './web-reader'

/** The console's own handler for its public pages; `npm run status` has a server of its own (`node-server.ts`). */
export async function respondPublic(request: Request): Promise<Response> {
  const service = getStatusService()
  // Only at the very start: later the last good reading is sent at once.
  if (service.store.current() === null) await service.store.look()
  const asked = toPublicRequest(request)
  const slug = /^([^/]+)\/live$/.exec(asked.path)?.[1]
  const live = slug !== undefined && asked.method === 'GET' ? openLive(service, slug, request) : null
  return live ?? toResponse(service.answer(asked))
}

/** null when there is no such page. */
function openLive(service: StatusService, slug: string, request: Request): Response | null {
  const leave = getStreamPlaces('public').take({ address: request.headers.get('x-understudy-address') })
  if (typeof leave !== 'function') return toResponse(toNoPlaceAnswer(leave))
  const reader = new WebReader(request.signal)
  const stop = service.live.add(slug, reader)
  if (stop === null) {
    leave()
    return null
  }
  reader.onLeave(() => {
    stop()
    leave()
  })
  return new Response(reader.stream, { headers: { ...liveHeaders } })
}

function toResponse({ status, headers, body }: PublicAnswer): Response {
  return new Response(body === null ? null : new Uint8Array(body), { status, headers })
}

/** `no-transform` and `x-accel-buffering` keep proxies from holding events back. */
export const liveHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const

function toPublicRequest(request: Request): PublicRequest {
  const { pathname } = new URL(request.url)
  return {
    method: request.method,
    path: toPublicPath(pathname),
    // Next drops `content-encoding` from an answer of a route, so its answers are plain; `npm run status` compresses.
    ifNoneMatch: request.headers.get('if-none-match'),
    acceptsGzip: false,
  }
}

/** "/status/streams/" is "/status/streams". Names of pages have no characters that need decoding. */
export function toPublicPath(pathname: string): string {
  return pathname
    .replace(/^\/status\/?/, '')
    .replace(/\/$/, '')
    .slice(0, 300)
}
