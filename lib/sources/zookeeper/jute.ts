import 'server-only'
import { ZooKeeperError } from './errors'

// Jute is ZooKeeper's serialization (org.apache.jute.BinaryOutputArchive): big endian, no padding,
// buffer = int length + bytes (-1: null), ustring = buffer of UTF-8, vector = int count + elements.

function truncated(what: string): ZooKeeperError {
  return new ZooKeeperError('protocol', `ZooKeeper message is malformed: ${what}`)
}

/** Writes one message into a buffer that grows as needed. */
export class JuteWriter {
  // The first four bytes are for the frame's length.
  private buffer = Buffer.allocUnsafe(256)
  private used = 4

  private reserve(bytes: number): number {
    const at = this.used
    this.used += bytes
    if (this.used > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.used, this.buffer.length * 2))
      this.buffer.copy(grown, 0, 0, at)
      this.buffer = grown
    }
    return at
  }

  int(value: number): this {
    const at = this.reserve(4)
    this.buffer.writeInt32BE(value, at)
    return this
  }

  long(value: bigint): this {
    const at = this.reserve(8)
    this.buffer.writeBigInt64BE(value, at)
    return this
  }

  bool(value: boolean): this {
    const at = this.reserve(1)
    this.buffer[at] = value ? 1 : 0
    return this
  }

  bytes(value: Uint8Array | null): this {
    if (value === null) return this.int(-1)
    this.int(value.length)
    const at = this.reserve(value.length)
    this.buffer.set(value, at)
    return this
  }

  string(value: string | null): this {
    return this.bytes(value === null ? null : Buffer.from(value, 'utf8'))
  }

  vector<T>(values: readonly T[], write: (writer: this, value: T) => void): this {
    this.int(values.length)
    for (const value of values) write(this, value)
    return this
  }

  /** The written message, with the four bytes of frame length in front. The writer cannot be used again. */
  toFrame(): Buffer {
    this.buffer.writeInt32BE(this.used - 4, 0)
    return this.buffer.subarray(0, this.used)
  }
}

/** Reads one message. Every length is checked against the remaining bytes; the only error thrown is ZooKeeperError `protocol`. */
export class JuteReader {
  private readonly buffer: Buffer
  private at = 0

  constructor(message: Uint8Array) {
    this.buffer = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.buffer.length - this.at
  }

  private take(bytes: number, what: string): number {
    if (bytes > this.remaining) throw truncated(`${what} of ${bytes} bytes where ${this.remaining} are left`)
    const at = this.at
    this.at += bytes
    return at
  }

  int(): number {
    return this.buffer.readInt32BE(this.take(4, 'int'))
  }

  long(): bigint {
    return this.buffer.readBigInt64BE(this.take(8, 'long'))
  }

  bool(): boolean {
    return this.buffer[this.take(1, 'bool')] !== 0
  }

  private length(what: string): number {
    const length = this.int()
    if (length < -1) throw truncated(`${what} with length ${length}`)
    return length
  }

  /** A copy: a view would keep the whole socket chunk in memory for as long as the data lives. */
  bytes(): Uint8Array | null {
    const length = this.length('buffer')
    if (length < 0) return null
    const at = this.take(length, 'buffer')
    return new Uint8Array(this.buffer.subarray(at, at + length))
  }

  string(): string | null {
    const length = this.length('string')
    if (length < 0) return null
    const at = this.take(length, 'string')
    return this.buffer.toString('utf8', at, at + length)
  }

  text(): string {
    return this.string() ?? ''
  }

  /** `leastBytes`: the shortest element, so that a lying count is refused before anything is allocated for it. */
  vector<T>(leastBytes: number, read: (reader: this) => T): T[] {
    const count = this.length('vector')
    if (count * leastBytes > this.remaining) throw truncated(`vector of ${count} elements where ${this.remaining} bytes are left`)
    const values: T[] = []
    for (let i = 0; i < count; i++) values.push(read(this))
    return values
  }
}
