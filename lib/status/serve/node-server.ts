import 'server-only'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { toTextAnswer, type PublicAnswer } from './answer'
import { getStreamPlaces } from '@/lib/network/stream-places'
import { toNoPlaceAnswer } from './no-place'
import { liveHeaders, toPublicPath } from './respond'
import type { StatusService } from './service'
import { SocketReader } from './socket-reader'

/** The network address of a reader, by which live readers are counted. */
type ReadPeer = (request: IncomingMessage) => string | null

const opening = Buffer.from('retry: 2000\n\n')

/**
 * The server of `npm run status`: public pages, a liveness endpoint, and nothing else. It depends on no console, ZooKeeper or Flink; it
 * reads the database, and its last reading stays and ages when the database is gone.
 */
export function createStatusServer(service: StatusService, readPeer: ReadPeer = ({ socket }) => socket.remoteAddress ?? null): Server {
  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 8_192, noDelay: true },
    (request, response) => {
      try {
        handle(service, request, response, readPeer)
      } catch {
        send(response, toTextAnswer(500, 'This answer could not be made. Try again in a moment.\n'))
      }
    },
  )
  server.maxRequestsPerSocket = 0
  return server
}

function handle(service: StatusService, request: IncomingMessage, response: ServerResponse, readPeer: ReadPeer): void {
  // No request here has a body: a body is not read, and the connection ends with the answer.
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
  if (length !== '0' || coding !== undefined) response.setHeader('connection', 'close')
  const url = request.url ?? '/'
  const query = url.indexOf('?')
  const pathname = query < 0 ? url : url.slice(0, query)
  if (pathname === '/healthz') return send(response, toTextAnswer(200, 'ok\n'))
  if (!pathname.startsWith('/status/')) return send(response, toTextAnswer(404, 'Only status pages are served here, under /status/.\n'))
  const path = toPublicPath(pathname)
  if (request.method === 'GET' && path.endsWith('/live') && openLive(service, path.slice(0, -5), request, response, readPeer(request)))
    return
  const { 'if-none-match': ifNoneMatch, 'accept-encoding': encodings } = request.headers
  send(
    response,
    service.answer({
      method: request.method ?? 'GET',
      path,
      ifNoneMatch: ifNoneMatch ?? null,
      acceptsGzip: encodings !== undefined && encodings.includes('gzip'),
    }),
  )
}

function send(response: ServerResponse, { status, headers, body }: PublicAnswer): void {
  response.writeHead(status, headers)
  if (body === null) response.end()
  else response.end(body)
}

/**
 * After its head the stream is written to the socket itself, the same bytes to each reader: one write instead of three, and no state per
 * reader. It ends with the connection, so it has no length.
 */
function openLive(
  service: StatusService,
  slug: string,
  request: IncomingMessage,
  response: ServerResponse,
  address: string | null,
): boolean {
  const { socket } = response
  if (socket === null) return true
  const leave = getStreamPlaces('status-server').take({ address })
  if (typeof leave !== 'function') {
    send(response, toNoPlaceAnswer(leave))
    return true
  }
  const waiting: Buffer[] = []
  let reader: SocketReader | null = null
  const stop = service.live.add(slug, {
    put: (frame, isState) => (reader ? reader.put(frame, isState) : void waiting.push(frame)),
    end: () => socket.end(),
  })
  if (stop === null) {
    leave()
    return false
  }
  const end = () => {
    stop()
    leave()
  }
  response.useChunkedEncodingByDefault = false
  response.writeHead(200, { ...liveHeaders, connection: 'close' })
  response.write(opening)
  reader = new SocketReader(socket)
  for (const frame of waiting) reader.put(frame, true)
  request.on('close', end)
  response.on('close', end)
  socket.setTimeout(0)
  return true
}
