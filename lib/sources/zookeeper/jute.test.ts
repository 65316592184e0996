import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZooKeeperError } from './errors'
import { JuteReader, JuteWriter } from './jute'

type Field =
  | { kind: 'int'; value: number }
  | { kind: 'long'; value: bigint }
  | { kind: 'bool'; value: boolean }
  | { kind: 'bytes'; value: Uint8Array | null }
  | { kind: 'string'; value: string | null }
  | { kind: 'vector'; value: string[] }

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 300 })
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ kind: fc.constant('int' as const), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ kind: fc.constant('long' as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ kind: fc.constant('bool' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('bytes' as const), value: fc.option(fc.uint8Array({ maxLength: 500 })) }),
  fc.record({ kind: fc.constant('string' as const), value: fc.option(wellFormed) }),
  fc.record({ kind: fc.constant('vector' as const), value: fc.array(wellFormed, { maxLength: 20 }) }),
)

function write(writer: JuteWriter, { kind, value }: Field): void {
  if (kind === 'vector') writer.vector(value, (w, text) => w.string(text))
  else if (kind === 'int') writer.int(value)
  else if (kind === 'long') writer.long(value)
  else if (kind === 'bool') writer.bool(value)
  else if (kind === 'bytes') writer.bytes(value)
  else writer.string(value)
}

function read(reader: JuteReader, kind: Field['kind']): unknown {
  return kind === 'vector' ? reader.vector(4, (r) => r.text()) : reader[kind]()
}

describe('jute', () => {
  it('Every sequence of fields is read as it was written, to the last byte', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 30 }), (fields) => {
        const writer = new JuteWriter()
        for (const each of fields) write(writer, each)
        const frame = writer.toFrame()
        expect(frame.readInt32BE(0)).toBe(frame.length - 4)
        const reader = new JuteReader(frame.subarray(4))
        expect(fields.map((each) => read(reader, each.kind))).toEqual(fields.map((each) => each.value))
        expect(reader.remaining).toBe(0)
      }),
    )
  })

  it('Arbitrary bytes make the jute reader throw only a protocol error', () => {
    const kinds = fc.array(fc.constantFrom<Field['kind']>('int', 'long', 'bool', 'bytes', 'string', 'vector'), {
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), kinds, (bytes, order) => {
        const reader = new JuteReader(bytes)
        try {
          for (const kind of order) read(reader, kind)
        } catch (error) {
          expect(error).toBeInstanceOf(ZooKeeperError)
          expect((error as ZooKeeperError).code).toBe('protocol')
        }
      }),
    )
  })

  it('A vector with a false count is refused before it is allocated', () => {
    const message = new JuteWriter()
      .int(2 ** 31 - 1)
      .string('one')
      .toFrame()
      .subarray(4)
    expect(() => new JuteReader(message).vector(4, (r) => r.text())).toThrow(/vector of 2147483647/)
  })

  it('Data is copied out of a message, so that a small node does not hold a large socket chunk', () => {
    const message = new JuteWriter()
      .bytes(Uint8Array.of(1, 2, 3))
      .toFrame()
      .subarray(4)
    const data = new JuteReader(message).bytes()
    message.fill(0)
    expect(data).toEqual(Uint8Array.of(1, 2, 3))
    expect(data?.buffer.byteLength).toBe(3)
  })
})
