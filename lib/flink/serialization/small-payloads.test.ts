import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCheckpointCounter } from './checkpoint-counter'
import { decodeLockHolder, decodeRegistryState } from './lock'
import { toLocalPath, toStoragePath } from './path-uri'
import { SerializationError } from './serialization-error'

const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

describe('a checkpoint counter', () => {
  it('A checkpoint counter is a big-endian int, also in the middle of a larger buffer', () => {
    expect(decodeCheckpointCounter(Uint8Array.of(9, 9, 0, 0, 1, 2).subarray(2))).toBe(258)
  })

  it.each([0, 3, 5, 8])('A checkpoint counter of %i bytes is refused', (size) => {
    expect(() => decodeCheckpointCounter(new Uint8Array(size))).toThrow(SerializationError)
  })
})

describe('a lock', () => {
  it('A lock names the host that made it', () => {
    expect(decodeLockHolder(ascii('10.77.0.11'))).toBe('10.77.0.11')
    expect(decodeLockHolder(null)).toBe('')
  })

  it('A lock of any bytes gives at most 64 printable characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeLockHolder(bytes)).toMatch(/^[!-~·]{0,64}$/)
      }),
    )
  })
})

describe('an entry of the running jobs registry', () => {
  it.each(['PENDING', 'RUNNING', 'DONE'])('An entry of the running jobs registry can be %s', (word) => {
    expect(decodeRegistryState(ascii(word))).toBe(word)
  })

  it.each(['', 'running', 'DONE ', 'DONE'.repeat(100), 'constructor'])('An entry of the running jobs registry cannot be %j', (word) => {
    expect(decodeRegistryState(ascii(word))).toBeNull()
  })
})

describe('a storage path', () => {
  it('A storage path is split and decoded', () => {
    expect(toStoragePath('hdfs://nn:8020/flink/recovery/x')).toEqual({
      ok: true,
      value: { scheme: 'hdfs', authority: 'nn:8020', path: '/flink/recovery/x' },
    })
    expect(toStoragePath('S3://bucket/with%20space')).toEqual({
      ok: true,
      value: { scheme: 's3', authority: 'bucket', path: '/with space' },
    })
    expect(toStoragePath('hdfs:/flink/x')).toEqual({ ok: true, value: { scheme: 'hdfs', authority: null, path: '/flink/x' } })
  })

  it.each([
    ['file:/tmp/a', '/tmp/a'],
    ['file:///tmp/with%20space/r%C3%A9covery/x', '/tmp/with space/récovery/x'],
    ['file:///tmp/récovery/x', '/tmp/récovery/x'],
    ['file://localhost/tmp/a', '/tmp/a'],
    ['file:/tmp/100%25', '/tmp/100%'],
    ['file:/tmp/a+b', '/tmp/a+b'],
    ['file:/tmp/a..b/...', '/tmp/a..b/...'],
  ])('The storage path %s is the local path %s', (uri, path) => {
    expect(toLocalPath(uri)).toEqual({ ok: true, value: path })
  })

  it.each([
    ['hdfs://nn:8020/x', 'scheme hdfs: is not a local file'],
    ['/tmp/a', 'names no scheme'],
    ['file:tmp/a', 'is not an absolute path to a file'],
    ['file:/', 'is not an absolute path to a file'],
    ['file://elsewhere/tmp/a', 'names the host elsewhere'],
    ['file:/tmp/../etc/passwd', 'climbs up with ".."'],
    ['file:/tmp/%2e%2e/etc/passwd', 'climbs up with ".."'],
    ['file:/tmp/..%2fetc', 'climbs up with ".."'],
    ['file:/tmp/a%00b', 'holds control characters'],
    ['file:/tmp/a\nb', 'holds control characters'],
    ['file:/tmp/a%zz', 'has a broken percent escape'],
    ['file:/tmp/%ff', 'has a broken percent escape'],
    ['file:/tmp/a?b', 'has a query or fragment'],
    ['file:/tmp/a#b', 'has a query or fragment'],
    [`file:/${'a'.repeat(9000)}`, 'a path of 9006 characters'],
  ])('The storage path %s is refused', (uri, reason) => {
    expect(toLocalPath(uri)).toEqual({ ok: false, reason })
  })

  it('A storage path of any text is read without an error, and never climbs or holds a NUL', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `file:/${text}`),
          fc.webPath().map((path) => `file:${path}`),
        ),
        (uri) => {
          const reading = toLocalPath(uri)
          if (reading.ok) expect(reading.value.includes('\0') || reading.value.split('/').includes('..')).toBe(false)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
