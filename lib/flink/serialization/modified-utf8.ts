import { SerializationError } from './serialization-error'

const chunk = 8192

/**
 * Java's modified UTF-8 (java.io.DataInput): one to three bytes per UTF-16 unit, NUL as two bytes, surrogates one by one.
 * @param offset where the bytes begin in the whole input, for the error
 * @throws SerializationError on any other byte sequence
 */
export function decodeModifiedUtf8(bytes: Uint8Array, offset = 0): string {
  return isAscii(bytes) ? ascii.decode(bytes) : decodeUnits(bytes, offset)
}

const ascii = new TextDecoder()

/** Whether all bytes are ASCII, as in nearly all class names and file paths: then every UTF-8 decoder agrees. */
function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) >= 0x80) return false
  return true
}

function decodeUnits(bytes: Uint8Array, offset: number): string {
  let text = ''
  let units: number[] = []
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0
    const size = first < 0x80 ? 1 : (first & 0xe0) === 0xc0 ? 2 : (first & 0xf0) === 0xe0 ? 3 : 0
    if (size === 0) throw malformed(offset + i)
    units.push(size === 1 ? first : toUnit(bytes, i, size, offset))
    i += size
    if (units.length === chunk) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}

function toUnit(bytes: Uint8Array, at: number, size: number, offset: number): number {
  let unit = (bytes[at] ?? 0) & (size === 2 ? 0x1f : 0x0f)
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i]
    if (next === undefined || (next & 0xc0) !== 0x80) throw malformed(offset + at + i)
    unit = (unit << 6) | (next & 0x3f)
  }
  return unit
}

function malformed(offset: number): SerializationError {
  return new SerializationError('malformed', `not modified UTF-8 at ${offset}`, offset)
}
