/** TC_STRING of the Java serialization stream: a byte 0x74, the length in two bytes, the text in modified UTF-8. */
const tcString = 0x74

/** The same serialized pointer, naming another file. `uri` and `other` are ASCII. @throws when the bytes do not hold `uri` as a string */
export function withUri(pointer: Uint8Array, uri: string, other: string): Uint8Array {
  const bytes = Buffer.from(pointer)
  const at = bytes.indexOf(uri, 'latin1')
  const isString = at >= 3 && bytes[at - 3] === tcString && bytes.readUInt16BE(at - 2) === uri.length
  if (!isString) throw new Error(`The pointer does not hold the string ${uri}`)
  const text = Buffer.from(other, 'latin1')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length)
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at - 2), length, text, bytes.subarray(at + uri.length)]))
}
