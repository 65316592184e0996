import 'server-only'
import type { Actor, PersonRole } from '@/lib/model/actor'
import { getStreamPlaces, type StreamRefusal } from '@/lib/network/stream-places'
import { getLog } from '@/lib/base/log'
import { authorize } from './authorize'
import { HttpError } from './errors'
import { readAddress } from './read-address'

/** How long a revoked sign-in may still receive events: half a revocation's "within seconds". */
export const recheckMs = 2_000

const open = new Map<AbortSignal, { watch: StreamWatch; leave: () => void }>()
let timer: NodeJS.Timeout | null = null

/**
 * Admits an event stream within its limits, and ends it when the session or key that opened it ends, is revoked or loses its role. One
 * timer for all streams, none without streams; a credential is looked up once for all its streams (lib/access keeps it).
 */
export class StreamWatch {
  /** To be passed to the stream: its signal fires for both reasons to end. */
  readonly request: Request
  private readonly ending = new AbortController()
  /** Kept here, because a request refers only weakly to the signal it was given. */
  private readonly either: AbortSignal

  constructor(
    private readonly asked: Request,
    private readonly role: PersonRole,
  ) {
    this.either = AbortSignal.any([asked.signal, this.ending.signal])
    this.request = new Request(asked.url, { headers: asked.headers, signal: this.either })
  }

  /**
   * Begins to watch if the answer is a stream.
   * @param actor whose limit it counts for; left out by a second watch over the same stream
   * @throws HttpError too-many-streams, streams-full: nothing of it stays open then
   */
  over(response: Response, actor?: Actor): Response {
    const isStream = response.body !== null && response.headers.get('content-type')?.startsWith('text/event-stream')
    if (!isStream || this.asked.signal.aborted) return response
    const { signal } = this.request
    const leave = actor === undefined ? () => undefined : this.takePlace(actor)
    open.set(signal, { watch: this, leave })
    signal.addEventListener('abort', () => forgetStream(signal), { once: true })
    timer ??= setInterval(() => [...open.values()].forEach(({ watch }) => void watch.recheck()), recheckMs).unref()
    return response
  }

  private takePlace(actor: Actor): () => void {
    const leave = getStreamPlaces('signed-in').take({ address: readAddress(this.asked), holder: `${actor.kind} ${actor.id}` })
    if (typeof leave === 'function') return leave
    this.ending.abort()
    throw toNoPlace(leave, actor)
  }

  /** A stream that ended from this side; the watch over it ends with it. */
  forget(): void {
    forgetStream(this.asked.signal)
  }

  private async recheck(): Promise<void> {
    try {
      await authorize(this.asked, this.role)
    } catch (error) {
      if (!HttpError.is(error)) getLog().warn({ err: error }, 'An event stream ended because its sign-in could not be checked.')
      this.ending.abort()
    }
  }
}

/** A stream that ended from this side; the signal of a stream that its reader left fires by itself. */
export function forgetStream(signal: AbortSignal): void {
  const found = open.get(signal)
  open.delete(signal)
  found?.leave()
  found?.watch.forget()
  if (open.size > 0 || timer === null) return
  clearInterval(timer)
  timer = null
}

function toNoPlace({ by, most }: StreamRefusal, { name }: Actor): HttpError {
  const more = 'or allow more with UNDERSTUDY_STREAMS on the server'
  if (by === 'all')
    return new HttpError(
      'streams-full',
      `${most} event streams are open here, the most this console serves. Try again in half a minute, ${more}.`,
    )
  const whose = by === 'holder' ? `${name} has` : 'From this address come'
  return new HttpError(
    'too-many-streams',
    `${whose} ${most} event streams open, the most there may be. Close pages or programs that read them, ${more}.`,
  )
}
