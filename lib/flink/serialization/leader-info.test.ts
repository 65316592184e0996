import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSyntheticPayloads } from '@/lib/testing/recorded/recorded-flink'
import { toFencingToken } from './fencing-token'
import { decodeLeaderInfo } from './leader-info'
import { SerializationError } from './serialization-error'

const payloads = loadSyntheticPayloads()
const leaders = payloads.filter(({ kind }) => kind === 'leader')

describe('leader information', () => {
  it.each(leaders)('Leader information written by Flink 1.20.1 itself is decoded: $name', ({ data, expect: wanted }) => {
    expect(decodeLeaderInfo(data)).toEqual({ address: wanted.address, leaderSessionId: wanted.sessionId })
  })

  it('The recordings have five shapes of leader information, one of them over several blocks', () => {
    expect(leaders.map(({ name }) => name)).toContain('leader-address-over-1024-bytes')
    expect(leaders).toHaveLength(5)
  })

  it('Leader information without data means that there is no leader', () => {
    expect(decodeLeaderInfo(new Uint8Array())).toBeNull()
  })

  it('Leader information is neither a pointer nor anything with bytes behind the address', () => {
    const pointer = payloads.find(({ kind }) => kind === 'handle')?.data ?? new Uint8Array()
    expect(() => decodeLeaderInfo(pointer)).toThrow(SerializationError)
    expect(() => decodeLeaderInfo(Uint8Array.of(0xac, 0xed, 0, 5, 0x77, 4, 0, 1, 0x61, 0x62, 0x70))).toThrow(
      '1 bytes behind the leader address',
    )
    expect(() => decodeLeaderInfo(Uint8Array.of(0xac, 0xed, 0, 5, 0x77, 3, 0, 1, 0x61))).toThrow('without a session id')
    expect(() => decodeLeaderInfo(Uint8Array.of(0xac, 0xed, 0, 5, 0x77, 3, 0, 1, 0x0a, 0x70))).toThrow('control characters')
    expect(() => decodeLeaderInfo(Uint8Array.of(0xac, 0xed, 0, 5, 0x77, 3, 0, 1, 0x61, 0x74, 0, 1, 0x61))).toThrow('no UUID')
  })

  it('Any bytes of leader information are decoded or refused with a SerializationError', () => {
    const real = leaders.map(({ data }) => data)
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), (index, edits) => {
        const bytes = Uint8Array.from(real[index % real.length] ?? [])
        for (const [at, byte] of edits) bytes[at % bytes.length] = byte
        try {
          decodeLeaderInfo(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError)
        }
      }),
      { numRuns: 1500 },
    )
  })
})

describe('a fencing token', () => {
  it('A fencing token is the session id with its halves exchanged, as logs print it', () => {
    expect(toFencingToken('b4a8d688-068d-4af6-ac9d-ff769b09b69a')).toBe('ac9dff769b09b69ab4a8d688068d4af6')
  })

  it('A fencing token comes only from a UUID', () => {
    expect(toFencingToken('b4a8d688068d4af6ac9dff769b09b69a')).toBeNull()
    expect(toFencingToken('')).toBeNull()
  })
})
