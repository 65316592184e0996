import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { javaStreams, loadJavaStream } from '@/lib/testing/recorded/java-streams'
import { loadRecordedFile, loadSyntheticPayloads, recordedFiles, recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import type { JavaObject, JavaValue } from './java-value'
import { findField, isJavaArray, isJavaObject } from './java-value'
import { readJavaStream } from './read-java-stream'
import { SerializationError } from './serialization-error'
import { defaultLimits } from './stream-budget'

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const utf = (text: string) => `${text.length.toString(16).padStart(4, '0')}${Buffer.from(text).toString('hex')}`
const header = 'aced0005'

function codeOf(bytes: Uint8Array, limits = defaultLimits): string {
  try {
    readJavaStream(bytes, limits)
  } catch (error) {
    if (SerializationError.is(error)) return error.code
    throw error
  }
  return 'read'
}

function firstObject(bytes: Uint8Array): JavaObject {
  const [content] = readJavaStream(bytes)
  if (content?.kind !== 'value' || !isJavaObject(content.value)) throw new Error('no object')
  return content.value
}

describe('a stream written by Java 17', () => {
  it('An object of a Java stream has every kind of field, its superclass and what writeObject added', () => {
    const node = firstObject(loadJavaStream('node'))
    const simple = (value: JavaValue) => !isJavaObject(value) && !isJavaArray(value)
    expect(node.slots.map(({ className }) => className)).toEqual(['W$Base', 'W$Node'])
    expect(Object.fromEntries(node.slots[0]?.fields ?? [])).toEqual({ shared: 1, name: 'base' })
    expect(Object.fromEntries([...(node.slots[1]?.fields ?? [])].filter(([name, value]) => simple(value) && name !== 'k'))).toEqual({
      b: -4,
      c: 120,
      d: 1.5,
      f: -2,
      l: -9223372036854775808n,
      s: -3,
      shared: 2,
      z: true,
      color: { kind: 'enum', className: 'W$Color', constant: 'GREEN' },
    })
    expect(node.slots[1]?.annotation).toEqual([
      { kind: 'block', bytes: hex('0000002a') },
      { kind: 'value', value: 'tail' },
    ])
    expect(findField(node, 'shared')).toBe(2)
    expect(findField(node, 'k')).toMatchObject({ kind: 'class', name: 'java.lang.String' })
  })

  it('A Java stream has arrays, and the same object for a reference to itself', () => {
    const node = firstObject(loadJavaStream('node'))
    expect(findField(node, 'next')).toBe(node)
    expect(findField(node, 'raw')).toEqual({ kind: 'array', className: '[B', bytes: hex('01ff'), values: [] })
    expect(findField(node, 'ints')).toEqual({ kind: 'array', className: '[I', bytes: null, values: [7, -7] })
    expect(findField(node, 'words')).toEqual({ kind: 'array', className: '[Ljava.lang.String;', bytes: null, values: ['a', null, 'a'] })
  })

  it('An externalizable object of a Java stream has the content that its class wrote', () => {
    expect(firstObject(loadJavaStream('externalizable')).slots).toEqual([
      {
        className: 'W$Ext',
        fields: new Map(),
        annotation: [
          { kind: 'block', bytes: hex('0003657874') },
          { kind: 'value', value: { kind: 'enum', className: 'W$Color', constant: 'RED' } },
        ],
      },
    ])
  })

  it('All objects of a Java stream are read, also collections with their own format', () => {
    const names = readJavaStream(loadJavaStream('collections')).map((content) =>
      content.kind === 'value' && isJavaObject(content.value) ? content.value.className : content.kind,
    )
    expect(names).toEqual(['java.util.ArrayList', 'java.util.HashMap', 'java.util.Date', 'java.time.Ser', 'java.math.BigInteger'])
  })

  it('NUL, two and three byte characters and surrogates of a Java stream are decoded', () => {
    expect(readJavaStream(loadJavaStream('modifiedUtf8'))).toEqual([{ kind: 'value', value: 'a\u0000é€😀' }])
  })

  it('A Java stream begins with new handles after a reset', () => {
    expect(readJavaStream(loadJavaStream('reset'))).toEqual([
      { kind: 'value', value: 'one' },
      { kind: 'value', value: 'one' },
      { kind: 'block', bytes: hex('00000005') },
    ])
  })

  it('A string longer than 65535 bytes is read', () => {
    const bytes = hex(`${header} 7c 0000000000011170`)
    const whole = new Uint8Array(bytes.length + 70000).fill(0x78)
    whole.set(bytes)
    expect(readJavaStream(whole)).toEqual([{ kind: 'value', value: 'x'.repeat(70000) }])
  })

  it.each(['proxy', 'exception'] as const)('A Java stream with a %s is refused as unsupported', (name) => {
    expect(codeOf(loadJavaStream(name))).toBe('unsupported')
  })
})

describe('recorded files of every version', () => {
  const files = recordedVersions.flatMap((version) => recordedFiles(version).map((path) => ({ version, path })))

  it('The recordings have twelve files: a checkpoint and a job graph of six versions', () => {
    expect(files).toHaveLength(12)
  })

  it.each(files)('A recorded file is read to the last byte: $version $path', ({ version, path }) => {
    const name = firstObject(loadRecordedFile(version, path)).className
    expect(name).toMatch(/\.(CompletedCheckpoint|SubmittedJobGraph|JobGraph|StreamGraph)$/)
  })
})

describe('hostile bytes', () => {
  const plainClass = (name: string, superClass: string) => `72 ${utf(name)} 0000000000000001 02 0000 78 ${superClass}`

  it.each([
    ['nothing', '', 'not-a-stream'],
    ['another magic', 'cafebabe', 'not-a-stream'],
    ['a handle that was never given', `${header} 71 007e0000`, 'malformed'],
    ['a handle below the first', `${header} 71 00000000`, 'malformed'],
    ['an unknown type code', `${header} 20`, 'malformed'],
    ['an end without a beginning', `${header} 78`, 'malformed'],
    ['an object without a class', `${header} 73 70`, 'malformed'],
    ['an object whose class is a string', `${header} 740001 61 73 71 007e0000`, 'malformed'],
    ['a class that is its own superclass', `${header} 73 ${plainClass('A', '71 007e0000')}`, 'malformed'],
    ['a class both serializable and externalizable', `${header} 73 72 ${utf('A')} 0000000000000001 06 0000 78 70`, 'malformed'],
    ['an externalizable of protocol 1', `${header} 73 72 ${utf('A')} 0000000000000001 04 0000 78 70`, 'unsupported'],
    ['an array of two billion longs', `${header} 75 ${plainClass('[J', '70')} 7fffffff`, 'truncated'],
    ['a byte array of two billion', `${header} 75 ${plainClass('[B', '70')} 7fffffff`, 'truncated'],
    ['an array of negative size', `${header} 75 ${plainClass('[B', '70')} ffffffff`, 'malformed'],
    ['an array whose class is none', `${header} 75 ${plainClass('B', '70')} 00000000`, 'malformed'],
    ['an array of an unknown type', `${header} 75 ${plainClass('[Q', '70')} 00000001 00`, 'malformed'],
    ['a block beyond the end', `${header} 7a 7fffffff 00`, 'truncated'],
    ['a block of negative size', `${header} 7a ffffffff 00`, 'malformed'],
    ['a long string beyond the end', `${header} 7c 7fffffffffffffff 00`, 'truncated'],
    ['a string that is not UTF-8', `${header} 74 0001 ff`, 'malformed'],
    ['a string cut in a character', `${header} 74 0001 c3`, 'malformed'],
    ['a field name that is a prototype', `${header} 73 72 ${utf('A')} 0000000000000001 02 0001 42 ${utf('__proto__')} 78 70 05`, 'read'],
  ])('A Java stream with %s is refused or read without harm', (_, text, code) => {
    expect(codeOf(hex(text))).toBe(code)
  })

  it('A stream nested 100,000 deep ends at the depth limit, not at the end of the stack', () => {
    const array = hex(`${header} 75 ${plainClass('[L', '70')} 00000001`)
    const again = hex('75 71 007e0000 00000001')
    const deep = new Uint8Array(array.length + 100_000 * again.length)
    deep.set(array)
    for (let i = 0; i < 100_000; i++) deep.set(again, array.length + i * again.length)
    expect(codeOf(deep)).toBe('too-large')
    const classes = hex(`${header} 73 ${plainClass('A', '').repeat(100_000)}`)
    expect(codeOf(classes)).toBe('too-large')
  })

  it('A stream with a long chain of empty superclasses and many objects costs no more than the limit', () => {
    let stream = `${header} 76 ${plainClass('A', '70')}`
    for (let i = 0; i < 90; i++) stream += `76 ${plainClass('B', `71 ${(0x7e0000 + 2 * i).toString(16).padStart(8, '0')}`)}`
    stream += `73 71 ${(0x7e0000 + 180).toString(16).padStart(8, '0')}`.repeat(20_000)
    expect(codeOf(hex(stream))).toBe('too-large')
  })

  it('A stream longer than the limit is refused', () => {
    expect(codeOf(new Uint8Array(101), { ...defaultLimits, maxBytes: 100 })).toBe('too-large')
  })

  it('Any bytes of a stream are read or refused with a SerializationError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, withHeader) => {
        codeOf(withHeader ? new Uint8Array([0xac, 0xed, 0, 5, ...bytes]) : bytes)
      }),
      { numRuns: 1500 },
    )
  })

  it('Real streams changed, cut and repeated are read or refused with a SerializationError', () => {
    const real = [
      ...(Object.keys(javaStreams) as (keyof typeof javaStreams)[]).map(loadJavaStream),
      ...loadSyntheticPayloads().map(({ data }) => data),
    ]
    const edit = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) })
    const mutated = fc.record({ index: fc.nat(), edits: fc.array(edit, { maxLength: 4 }), cut: fc.option(fc.nat()), again: fc.boolean() })
    fc.assert(
      fc.property(mutated, ({ index, edits, cut, again }) => {
        const bytes = Uint8Array.from(real[index % real.length] ?? [])
        for (const { at, byte } of edits) bytes[at % bytes.length] = byte
        const part = cut === null ? bytes : bytes.subarray(0, cut % bytes.length)
        codeOf(again ? new Uint8Array([...part, ...part.subarray(4)]) : part)
      }),
      { numRuns: 2500 },
    )
  })
})
