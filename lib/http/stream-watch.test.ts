import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { readEvents } from '@/lib/testing/read-events'
import { StreamPlaces } from '@/lib/network/stream-places'
import { GET as getEvents } from '@/app/api/v1/clusters/[id]/events/route'
import { GET as getFleet } from '@/app/api/v1/clusters/events/route'
import { GET as getActivity } from '@/app/api/v1/activity/events/route'
import { recheckMs } from './stream-watch'

let console: FakeConsole
let signIns: FakeSignIns
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  processWide.log = pino({ level: 'silent' })
  processWide.readers = undefined
  console = aFakeConsole()
  processWide.console = Promise.resolve(console)
  signIns = useFakeSignIns('viewer')
})
afterEach(() => {
  vi.useRealTimers()
  processWide.readers?.close()
  processWide.console = undefined
  processWide.signIns = undefined
})

const ask = (signal?: AbortSignal) => new Request('http://localhost/api/v1/clusters/east/events', { signal })
const open = async (signal?: AbortSignal) => readEvents(await getEvents(ask(signal), { params: Promise.resolve({ id: 'east' }) }))

test('A stream continues while its sign-in is valid', async () => {
  const reader = await open()
  await reader.take(1)
  await vi.advanceTimersByTimeAsync(3 * recheckMs)
  console.publish()
  expect(await reader.take(1)).toMatchObject([{ event: 'snapshot', id: '2' }])
})

test.each([
  ['is revoked', () => signIns.become(null)],
  ['cannot be looked up', () => signIns.breakDown()],
])('A stream ends within seconds after its sign-in %s, and leaves nothing open', async (_when, happen) => {
  const reader = await open()
  const fleet = readEvents(await getFleet(ask(), null))
  await Promise.all([reader.take(1), fleet.take(1)])
  happen()
  await vi.advanceTimersByTimeAsync(recheckMs)
  expect([await reader.next(), await fleet.next(), console.open(), vi.getTimerCount()]).toEqual([null, null, 0, 0])
})

test('A stream that the server ends is no longer watched', async () => {
  const reader = await open()
  await reader.take(1)
  processWide.readers?.close()
  expect([await reader.next(), vi.getTimerCount()]).toEqual([null, 0])
})

test('A stream whose reader leaves is no longer watched', async () => {
  const abort = new AbortController()
  const reader = await open(abort.signal)
  await reader.take(1)
  abort.abort()
  expect([await reader.next(), console.open(), vi.getTimerCount()]).toEqual([null, 0, 0])
})

test('Streams are limited per person, per address and in total, and a refused one is told why and holds nothing', async () => {
  processWide.streamPlaces = { 'signed-in': new StreamPlaces({ all: 4, address: 3, holder: 2 }) }
  const from = async (address: string) =>
    getEvents(new Request('http://localhost/api/v1/clusters/east/events', { headers: { 'x-understudy-address': address } }), {
      params: Promise.resolve({ id: 'east' }),
    })
  const refused = async (response: Response) => [
    response.status,
    response.headers.get('retry-after'),
    ((await response.json()) as { error: { code: string; message: string } }).error,
  ]
  const first = await from('10.0.0.1')
  await from('10.0.0.1')
  expect(await refused(await from('10.0.0.2'))).toEqual([
    429,
    '30',
    {
      code: 'too-many-streams',
      message:
        'viewer@example.org has 2 event streams open, the most there may be. Close pages or programs that read them, or allow more with UNDERSTUDY_STREAMS on the server.',
    },
  ])
  expect(await refused(await getFleet(ask(), null)), 'whichever stream it is').toMatchObject([429, '30', { code: 'too-many-streams' }])
  signIns.become('operator')
  await from('10.0.0.1')
  expect(await refused(await from('10.0.0.1'))).toEqual([
    429,
    '30',
    { code: 'too-many-streams', message: expect.stringMatching(/^From this address come 3 event streams open/) as string },
  ])
  await from('10.0.0.2')
  signIns.become('administrator')
  expect(await refused(await from('10.0.0.3'))).toEqual([
    503,
    '30',
    { code: 'streams-full', message: expect.stringMatching(/^4 event streams are open here/) as string },
  ])
  const open = console.open()
  expect(processWide.streamPlaces['signed-in']?.size).toBe(4)
  await first.body!.cancel()
  expect(console.open(), 'what was refused had followed nothing').toBe(open - 1)
  expect([(await from('10.0.0.3')).status, console.open()]).toEqual([200, open])
  processWide.streamPlaces = undefined
})

test.each([
  ['its reader leaves', (response: Response) => response.body!.cancel()],
  ['this side ends it', async () => processWide.readers?.close()],
])('The activity stream, watched for two roles, takes one place and frees it when %s', async (_when, end) => {
  signIns.become('administrator')
  processWide.streamPlaces = { 'signed-in': new StreamPlaces({ all: 2, address: 2, holder: 2 }) }
  const places = processWide.streamPlaces['signed-in']!
  const response = await getActivity(new Request('http://localhost/api/v1/activity/events'), null)
  expect([response.status, places.size]).toEqual([200, 1])
  await end(response)
  expect([places.size, vi.getTimerCount()]).toEqual([0, 0])
  processWide.streamPlaces = undefined
})

test('A HEAD request takes no place among the streams', async () => {
  processWide.streamPlaces = { 'signed-in': new StreamPlaces({ all: 0, address: 0, holder: 0 }) }
  const head = await getEvents(new Request(ask(), { method: 'HEAD' }), { params: Promise.resolve({ id: 'east' }) })
  expect([head.status, (await getFleet(ask(), null)).status]).toEqual([200, 429])
  processWide.streamPlaces = undefined
})
