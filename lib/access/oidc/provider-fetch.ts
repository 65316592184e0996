import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from '@/lib/base/process-wide'

/** One answer of the provider, headers and body together. */
const patienceMs = 5_000
const mostBytes = 256 * 1024

type Fetch = typeof globalThis.fetch

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    providerFetch?: AsyncLocalStorage<true>
  }
}

/**
 * Within `work` every `fetch` is one to the provider, and bounded. better-auth and jose fetch the discovery document, the tokens and the
 * keys with the global `fetch`, without a limit on the body and mostly without a deadline, and accept no other function. Code outside of
 * `work` keeps its `fetch`.
 */
export function withProviderFetch<Result>(work: () => Promise<Result>): Promise<Result> {
  return getScope().run(true, work)
}

/** `fetch` is replaced once in a process, and Next's own, which may be installed later, calls this one. */
function getScope(): AsyncLocalStorage<true> {
  if (processWide.providerFetch) return processWide.providerFetch
  const scope = new AsyncLocalStorage<true>()
  const plain = globalThis.fetch
  const bounded: Fetch = (input, init) => (scope.getStore() ? fetchBounded(plain, input, init) : plain(input, init))
  globalThis.fetch = Object.assign(bounded, plain)
  processWide.providerFetch = scope
  return scope
}

/** The answer is read whole, up to its limit; redirects are refused: tokens are sent only to what was configured. */
async function fetchBounded(plain: Fetch, input: Parameters<Fetch>[0], init: RequestInit = {}): Promise<Response> {
  const deadline = AbortSignal.timeout(patienceMs)
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
  const answer = await plain(input, { ...init, signal, redirect: 'error' })
  const headers = new Headers(answer.headers)
  // It is decompressed by now.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const { status, statusText, ok } = answer
  const reading = readBounded(answer, toHost(input))
  // Of a refusal the status says enough.
  const body = await (ok ? reading : reading.catch(() => null))
  return new Response(hasNoBody(status) ? null : body, { status, statusText, headers })
}

/** Read as it arrives, decompressed: an answer that is small on the wire may be endless when decompressed. */
async function readBounded(answer: Response, host: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop cancels the rest.
  for await (const chunk of (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error(`${host} answered more than the ${mostBytes / 1024} KB that are read.`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}

function toHost(input: Parameters<Fetch>[0]): string {
  return new URL(input instanceof Request ? input.url : input).host
}
