import 'server-only'
import { getLog } from '@/lib/base/log'
import { forgetStream } from '../stream-watch'
import type { Outbox } from './outbox'

/**
 * One SSE connection: empties an outbox into a ReadableStream, one frame each time the reader asks for more.
 * The stream's own queue is of length 0, so what waits for a slow reader waits in the outbox, which is bounded.
 *
 * Ends: the reader leaves (cancel, or `signal`, which Next aborts then), `end()`, or an error while making a frame.
 */
export class StreamReader<Box extends Outbox = Outbox> {
  readonly stream: ReadableStream<Uint8Array>
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null
  private hasDemand = false
  private isEnded = false
  private readonly leaving: (() => void)[] = []

  constructor(
    readonly outbox: Box,
    private readonly signal: AbortSignal,
  ) {
    this.stream = new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.controller = controller), pull: () => this.feed(true), cancel: () => this.leave() },
      { highWaterMark: 0 },
    )
    signal.addEventListener('abort', this.end, { once: true })
    if (signal.aborted) this.end()
  }

  /** The outbox got a frame. Never throws: publishers call it. */
  wake(): void {
    if (this.hasDemand) this.feed(true)
  }

  /** Calls back once when the connection ends; at once when it has ended. */
  onLeave(run: () => void): void {
    if (this.isEnded) run()
    else this.leaving.push(run)
  }

  /** Ends the stream from this side; a browser will reconnect. */
  readonly end = (): void => {
    if (this.isEnded) return
    this.leave()
    this.controller?.close()
  }

  private feed(hasDemand: boolean): void {
    this.hasDemand = hasDemand
    if (this.isEnded) return
    try {
      const frame = this.outbox.take()
      if (frame === null) return
      // Before enqueue: the stream may pull again from within it.
      this.hasDemand = false
      this.controller?.enqueue(frame)
    } catch (error) {
      this.fail(error)
    }
  }

  private fail(error: unknown): void {
    getLog().error({ err: error }, 'An event stream ended because its next event could not be made.')
    this.leave()
    this.controller?.error(error)
  }

  private leave(): void {
    if (this.isEnded) return
    this.isEnded = true
    this.signal.removeEventListener('abort', this.end)
    forgetStream(this.signal)
    for (const run of this.leaving.splice(0)) run()
  }
}
