import 'server-only'
import type { Role } from '@/lib/model/actor'
import { getLog } from '@/lib/observer/log'
import { authorize } from './authorize'
import { isHttpError } from './errors'

/** How long a revoked sign-in may still be told something: half a revocation's "within seconds". */
export const recheckMs = 2_000

const open = new Map<AbortSignal, StreamWatch>()
let timer: NodeJS.Timeout | null = null

/**
 * Ends an event stream when the session or key that opened it ends, is revoked or loses its role. One timer for all
 * streams, none while there is none; who asks is looked up once for all streams of a credential (lib/access keeps it).
 */
export class StreamWatch {
  /** To be handed to the stream: its signal fires for both reasons to end. */
  readonly request: Request
  private readonly ending = new AbortController()
  /** Kept here, because a request refers only weakly to the signal it was given. */
  private readonly either: AbortSignal

  constructor(private readonly asked: Request, private readonly role: Role) {
    this.either = AbortSignal.any([asked.signal, this.ending.signal])
    this.request = new Request(asked.url, { headers: asked.headers, signal: this.either })
  }

  /** Begins to watch if the answer is a stream. */
  over(response: Response): Response {
    const isStream = response.body !== null && response.headers.get('content-type')?.startsWith('text/event-stream')
    if (!isStream || this.asked.signal.aborted) return response
    const { signal } = this.request
    open.set(signal, this)
    signal.addEventListener('abort', () => forgetStream(signal), { once: true })
    timer ??= setInterval(() => [...open.values()].forEach((watch) => void watch.recheck()), recheckMs).unref()
    return response
  }

  private async recheck(): Promise<void> {
    try {
      await authorize(this.asked, this.role)
    } catch (error) {
      if (!isHttpError(error)) getLog().warn({ err: error }, 'An event stream ended because nobody could say whether its sign-in still holds.')
      this.ending.abort()
    }
  }
}

/** A stream that ended from our side; the signal of one that its reader left says so itself. */
export function forgetStream(signal: AbortSignal): void {
  open.delete(signal)
  if (open.size > 0 || timer === null) return
  clearInterval(timer)
  timer = null
}
