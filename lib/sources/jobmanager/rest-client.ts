import 'server-only'
import { Client, type Dispatcher } from 'undici'
import type { Clock } from '@/lib/base/clock'
import { boundedLookup } from '@/lib/network/resolve-host'
import { RestError } from './rest-error'
import { toRestError } from './to-rest-error'

export interface RestTarget {
  host: string
  port: number
  tls?: RestTls
}

/** For clusters with `security.ssl.rest.enabled`. PEM text. */
export interface RestTls {
  ca?: string
  cert?: string
  key?: string
  /** false accepts any certificate; the screen shows that. */
  rejectUnauthorized?: boolean
}

export interface RestAnswer {
  status: number
  contentType: string
  location: string | null
  text: string
  latencyMs: number
}

export interface RestLimits {
  /** For the whole answer, from the request to its last byte. */
  limitMs: number
  maxBytes: number
  signal?: AbortSignal
  /** Called at the first sign of an answer: its header is complete. */
  onHeader?(): void
}

export interface RestClient {
  /** @throws RestError */
  get(path: string, limits: RestLimits): Promise<RestAnswer>
  /** Passes the body on in chunks; ends without error at `maxBytes`. @throws RestError */
  stream(path: string, limits: RestLimits, onChunk: (chunk: Uint8Array) => void): Promise<StreamedAnswer>
  close(): void
}

export interface StreamedAnswer {
  status: number
  bytes: number
  isCut: boolean
}

const connectLimitMs = 2_000
/** A keep-alive connection is used every two seconds; after a longer gap it is no longer needed. */
const keepAliveMs = 30_000

/** One keep-alive connection to one JobManager. Redirects are returned as answers, not followed: they lead to another process. */
export function createRestClient(target: RestTarget, clock: Clock): RestClient {
  const { host, port, tls } = target
  const origin = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  const client = new Client(origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 16_384,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    connect: { ...tls, timeout: connectLimitMs, lookup: boundedLookup, autoSelectFamilyAttemptTimeout: 1_000 },
  })
  const ask = async <T>(path: string, limits: RestLimits, read: (data: Dispatcher.ResponseData) => Promise<T>): Promise<T> => {
    const abort = new AbortController()
    const end = (code: 'slow' | 'aborted'): void =>
      abort.abort(
        new RestError(code, code === 'slow' ? `no complete answer to ${path} in ${limits.limitMs} ms` : `${path} was not wanted any more`),
      )
    const cancel = clock.after(limits.limitMs, () => end('slow'))
    const onAbort = (): void => end('aborted')
    if (limits.signal?.aborted) onAbort()
    limits.signal?.addEventListener('abort', onAbort)
    try {
      const data = await client.request({ path, method: 'GET', signal: abort.signal, headers: { accept: 'application/json' } })
      limits.onHeader?.()
      return await read(data)
    } catch (error) {
      throw toRestError(abort.signal.aborted ? abort.signal.reason : error, `${host}:${port}`)
    } finally {
      cancel()
      limits.signal?.removeEventListener('abort', onAbort)
      abort.abort()
    }
  }
  return {
    get: (path, limits) => {
      const startedAt = clock.now()
      return ask(path, limits, async (data) => ({
        status: data.statusCode,
        contentType: toHeader(data, 'content-type') ?? '',
        location: toHeader(data, 'location'),
        text: await readText(data, path, limits.maxBytes),
        latencyMs: clock.now() - startedAt,
      }))
    },
    stream: (path, limits, onChunk) => ask(path, limits, (data) => readStream(data, limits.maxBytes, onChunk)),
    close: () => void client.destroy().catch(() => {}),
  }
}

async function readText(data: Dispatcher.ResponseData, path: string, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  const { bytes, isCut } = await readStream(data, maxBytes, (chunk) => chunks.push(chunk))
  if (isCut) throw new RestError('too-large', `the answer to ${path} is larger than ${maxBytes} bytes (cut after ${bytes})`)
  return new TextDecoder().decode(Buffer.concat(chunks))
}

async function readStream(data: Dispatcher.ResponseData, maxBytes: number, onChunk: (chunk: Uint8Array) => void): Promise<StreamedAnswer> {
  let bytes = 0
  for await (const chunk of data.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > maxBytes) return { status: data.statusCode, bytes, isCut: true }
    onChunk(chunk)
  }
  return { status: data.statusCode, bytes, isCut: false }
}

function toHeader(data: Dispatcher.ResponseData, name: string): string | null {
  const value = data.headers[name]
  return (Array.isArray(value) ? value[0] : value)?.slice(0, 1_000) ?? null
}
