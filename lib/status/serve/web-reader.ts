import 'server-only'
import type { LiveReader } from './live'

const opening = Buffer.from('retry: 2000\n\n')

/** A live reader as a web stream: holds at most one state and one pulse for a reader that does not read. */
export class WebReader implements LiveReader {
  readonly stream: ReadableStream<Uint8Array>
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null
  private waiting: { opening: Buffer | null; state: Buffer | null; pulse: Buffer | null } = { opening, state: null, pulse: null }
  private hasDemand = false
  private isOver = false
  private leaving: (() => void) | null = null

  constructor(signal: AbortSignal) {
    this.stream = new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.controller = controller), pull: () => this.feed(), cancel: () => this.leave() },
      { highWaterMark: 0 },
    )
    signal.addEventListener('abort', () => this.leave(), { once: true })
    if (signal.aborted) this.leave()
  }

  onLeave(run: () => void): void {
    if (this.isOver) run()
    else this.leaving = run
  }

  put(frame: Buffer, isState: boolean): void {
    if (isState) this.waiting.state = frame
    else this.waiting.pulse = frame
    if (this.hasDemand) this.feed()
  }

  end(): void {
    if (this.isOver) return
    this.leave()
    this.controller?.close()
  }

  private feed(): void {
    this.hasDemand = true
    if (this.isOver) return
    const { waiting } = this
    const frame = waiting.opening ?? waiting.state ?? waiting.pulse
    if (frame === null) return
    if (waiting.opening) waiting.opening = null
    else if (waiting.state) waiting.state = null
    else waiting.pulse = null
    // Before enqueue: the stream may pull again from within it.
    this.hasDemand = false
    this.controller?.enqueue(frame)
  }

  private leave(): void {
    if (this.isOver) return
    this.isOver = true
    this.leaving?.()
  }
}
