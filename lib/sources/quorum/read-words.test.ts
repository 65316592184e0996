import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadRecordedWords, recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import { findSessions, findTickTime, readMonitorWord, readServerWord } from './read-words'

describe.each(recordedVersions)('the ZooKeeper of Flink %s', (version) => {
  const words = loadRecordedWords(version)
  const isOld = !words.cons?.includes('whitelist')

  it('The answer to `srvr` has mode, version, zxid and latency', () => {
    expect(readServerWord(words.srvr ?? '')).toEqual({
      kind: 'told',
      mode: 'standalone',
      version: expect.stringMatching(/^3\.\d+\.\d+$/),
      latencyMs: expect.any(Number),
      zxid: expect.stringMatching(/^0x[0-9a-f]+$/),
      connections: expect.any(Number),
    })
  })

  it('The answer to `cons` has sessions where it is allowed, and is recognized as off where not', () => {
    const sessions = findSessions(words.cons ?? '')
    if (!isOld)
      return expect([
        sessions,
        readServerWord(words.stat ?? ''),
        readMonitorWord(words.mntr ?? ''),
        findTickTime(words.conf ?? ''),
      ]).toEqual([null, { kind: 'off' }, { kind: 'off' }, null])
    expect(sessions?.length).toBeGreaterThan(2)
    expect(sessions?.[0]).toEqual({
      zkSessionId: expect.stringMatching(/^0x[1-9a-f][0-9a-f]*$/),
      client: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    })
    expect(readServerWord(words.stat ?? '')).toMatchObject({ kind: 'told', mode: 'standalone' })
    expect(readMonitorWord(words.mntr ?? '')).toMatchObject({ kind: 'told', mode: 'standalone' })
    expect(findTickTime(words.conf ?? '')).toBe(2_000)
  })
})

describe('answers to four-letter words', () => {
  it('An answer of a server without quorum has a kind of its own', () => {
    expect(readServerWord('This ZooKeeper instance is not currently serving requests\n')).toEqual({ kind: 'not-serving' })
  })

  it('An answer of another program is odd, never a mode', () => {
    expect(readServerWord('HTTP/1.1 400 Bad Request\r\n')).toEqual({ kind: 'odd', sent: 'HTTP/1.1 400 Bad Request' })
    expect(readServerWord('Mode: emperor\n')).toMatchObject({ kind: 'odd' })
    expect(readServerWord('Mode: toString\n')).toMatchObject({ kind: 'odd' })
  })

  it('An answer of any text is parsed without an error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        readServerWord(text)
        readMonitorWord(text)
        findSessions(text)
        findTickTime(text)
      }),
    )
  })
})
