import { decodeModifiedUtf8 } from './modified-utf8'
import { SerializationError } from './serialization-error'

/** A forward-only reader of big-endian numbers that never reads past its end. */
export class ByteReader {
  private readonly view: DataView
  private at = 0

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get offset(): number {
    return this.at
  }

  get remaining(): number {
    return this.bytes.byteLength - this.at
  }

  get atEnd(): boolean {
    return this.remaining === 0
  }

  peekByte(): number {
    const byte = this.bytes[this.at]
    if (byte === undefined) throw this.truncated(1)
    return byte
  }

  unsignedByte(): number {
    return this.view.getUint8(this.advance(1))
  }

  byte(): number {
    return this.view.getInt8(this.advance(1))
  }

  unsignedShort(): number {
    return this.view.getUint16(this.advance(2))
  }

  short(): number {
    return this.view.getInt16(this.advance(2))
  }

  int(): number {
    return this.view.getInt32(this.advance(4))
  }

  long(): bigint {
    return this.view.getBigInt64(this.advance(8))
  }

  float(): number {
    return this.view.getFloat32(this.advance(4))
  }

  double(): number {
    return this.view.getFloat64(this.advance(8))
  }

  /** A view into the input, not a copy. */
  take(length: number): Uint8Array {
    const start = this.advance(length)
    return this.bytes.subarray(start, start + length)
  }

  /** `DataInput.readUTF`: two bytes of length, then modified UTF-8. */
  utf(): string {
    return this.utfOf(this.unsignedShort())
  }

  utfOf(length: number): string {
    const start = this.at
    return decodeModifiedUtf8(this.take(length), start)
  }

  private advance(length: number): number {
    if (length < 0 || length > this.remaining) throw this.truncated(length)
    const start = this.at
    this.at += length
    return start
  }

  private truncated(wanted: number): SerializationError {
    return new SerializationError('truncated', `${wanted} bytes wanted at ${this.at}, ${this.remaining} left`, this.at)
  }
}
