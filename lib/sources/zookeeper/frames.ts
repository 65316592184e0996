import 'server-only'
import { ZooKeeperError } from './errors'

/** Larger than any sane jute.maxbuffer (server default 1 MB; replies with many children are not bounded by it). */
export const defaultMaxFrameBytes = 64 * 1024 * 1024

/**
 * Splits the bytes of one socket into messages: int length, then that many bytes.
 * Belongs to one socket: a new socket needs a new splitter, or half a frame of the old one would corrupt it.
 */
export class FrameSplitter {
  private readonly maxFrameBytes: number
  private parts: Buffer[] = []
  private held = 0
  private wanted = 4
  private inBody = false

  constructor(maxFrameBytes: number = defaultMaxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes
  }

  /** Passes every completed message to `onFrame`, a view valid only during the call. Throws `frame-too-large` or `protocol`. */
  push(chunk: Buffer, onFrame: (message: Buffer) => void): void {
    let at = 0
    while (chunk.length - at >= this.wanted - this.held) {
      const end = at + this.wanted - this.held
      const piece = this.complete(chunk.subarray(at, end))
      at = end
      if (this.inBody) {
        this.expect(4, false)
        onFrame(piece)
      } else {
        this.expect(this.bodyLength(piece), true)
      }
    }
    if (at < chunk.length) this.hold(chunk.subarray(at))
  }

  private expect(bytes: number, inBody: boolean): void {
    this.wanted = bytes
    this.inBody = inBody
  }

  private bodyLength(header: Buffer): number {
    const length = header.readInt32BE(0)
    if (length < 0) throw new ZooKeeperError('protocol', `ZooKeeper sent a frame of ${length} bytes; is that port really ZooKeeper's?`)
    if (length > this.maxFrameBytes) {
      throw new ZooKeeperError('frame-too-large', `ZooKeeper sent a frame of ${length} bytes; the limit is ${this.maxFrameBytes}`)
    }
    return length
  }

  private hold(rest: Buffer): void {
    this.parts.push(rest)
    this.held += rest.length
  }

  private complete(last: Buffer): Buffer {
    if (this.held === 0) return last
    const whole = Buffer.concat([...this.parts, last])
    this.parts = []
    this.held = 0
    return whole
  }
}
