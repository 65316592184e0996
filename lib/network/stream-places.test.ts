import { afterEach, describe, expect, it, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { getEnvironment } from '@/lib/settings/environment'
import { streamLimits } from '@/lib/settings/stream-limits'
import { getStreamPlaces, StreamPlaces } from './stream-places'

const open = (places: StreamPlaces, count: number, of: Parameters<StreamPlaces['take']>[0]) =>
  Array.from({ length: count }, () => places.take(of))
const refusals = (taken: ReturnType<StreamPlaces['take']>[]) => taken.filter((one) => typeof one !== 'function')

describe('places for event streams', () => {
  it('Event streams are bounded by account, by address and in all, and a refusal names the narrowest full bound', () => {
    const places = new StreamPlaces({ all: 6, address: 4, holder: 2 })
    expect(refusals(open(places, 3, { address: '10.0.0.1', holder: 'ada' }))).toEqual([{ by: 'holder', most: 2 }])
    expect(refusals(open(places, 3, { address: '10.0.0.1', holder: 'bob' })), 'another account at the same address').toEqual([
      { by: 'holder', most: 2 },
    ])
    expect(places.take({ address: '10.0.0.1', holder: 'eve' })).toEqual({ by: 'address', most: 4 })
    expect(refusals(open(places, 3, { address: null })), 'an unknown address is bounded in all').toEqual([{ by: 'all', most: 6 }])
    expect(places.size).toBe(6)
  })

  it('A place for an event stream is free again when the stream ends, however often it ends', () => {
    const places = new StreamPlaces({ all: 9, address: 1, holder: 1 })
    const leave = places.take({ address: '10.0.0.1', holder: 'ada' })
    const other = places.take({ address: '10.0.0.2', holder: 'bob' })
    if (typeof leave !== 'function' || typeof other !== 'function') throw new Error('both had a place')
    leave()
    leave()
    expect([places.size, typeof places.take({ address: '10.0.0.1', holder: 'ada' }), places.take({ address: '10.0.0.2' })]).toEqual([
      1,
      'function',
      { by: 'address', most: 1 },
    ])
  })

  it('Addresses of one IPv6 /64 count as one machine, and an IPv4-mapped address counts as IPv4', () => {
    const places = new StreamPlaces({ all: 99, address: 1, holder: 99 })
    expect(
      [
        '2001:db8:0:1::7',
        '2001:DB8:0000:0001:ffff::1',
        '2001:db8::1:0:0:0:9',
        '2001:db8:0:2::7',
        '10.0.0.1',
        '::ffff:10.0.0.1',
        'fe80::1%eth0',
      ].map((address) => typeof places.take({ address })),
    ).toEqual(['function', 'object', 'object', 'function', 'function', 'object', 'function'])
  })

  it('Streams from loopback or without an address are bounded only in all', () => {
    const places = new StreamPlaces({ all: 5, address: 1, holder: 99 })
    expect(
      ['127.0.0.1', '::1', '127.8.8.8', '::ffff:127.0.0.1', 'unix:', '127.0.0.1'].map((address) => typeof places.take({ address })),
    ).toEqual([...Array<string>(5).fill('function'), 'object'])
  })
})

describe('the limits of event streams', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    processWide.streamPlaces = undefined
  })

  it('The limits of event streams come from the environment where it names them', () => {
    vi.stubEnv('UNDERSTUDY_STREAMS', 'all=3, account=2')
    const places = getStreamPlaces('signed-in')
    expect(refusals(open(places, 4, { address: '10.0.0.1', holder: 'ada' }))).toEqual([
      { by: 'holder', most: 2 },
      { by: 'holder', most: 2 },
    ])
    expect(refusals(open(places, 2, { address: '10.0.0.1' }))).toEqual([{ by: 'all', most: 3 }])
    expect(getStreamPlaces('signed-in')).toBe(places)
  })

  it('Event streams of people, the public and the status server are counted apart', () => {
    expect([getStreamPlaces('public') === getStreamPlaces('signed-in'), getEnvironment({}).streams, Object.keys(streamLimits)]).toEqual([
      false,
      {},
      ['signed-in', 'public', 'status-server'],
    ])
  })

  it.each(['all=0', 'all', 'person=3', 'all=1e3', 'all=5 address=6', '5000', 'all=10000000'])(
    'The stream limits %j are refused at the start with an example',
    (text) => {
      expect(() => getEnvironment({ UNDERSTUDY_STREAMS: text })).toThrow(/UNDERSTUDY_STREAMS: write like all=5000/)
    },
  )
})
