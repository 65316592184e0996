import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { readEvents } from '@/lib/testing/read-events'
import { GET as getEvents } from '@/app/api/v1/clusters/[id]/events/route'
import { GET as getFleet } from '@/app/api/v1/clusters/events/route'
import { recheckMs } from './stream-watch'

let console: FakeConsole
let signIns: FakeSignIns
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  globalThis.understudyLog = pino({ level: 'silent' })
  globalThis.understudyReaders = undefined
  console = aFakeConsole()
  globalThis.understudyConsole = Promise.resolve(console)
  signIns = useFakeSignIns('viewer')
})
afterEach(() => {
  vi.useRealTimers()
  globalThis.understudyReaders?.close()
  globalThis.understudyConsole = undefined
  globalThis.understudySignIns = undefined
})

const ask = (signal?: AbortSignal) => new Request('http://localhost/api/v1/clusters/east/events', { signal })
const open = async (signal?: AbortSignal) => readEvents(await getEvents(ask(signal), { params: Promise.resolve({ id: 'east' }) }))

test('a stream goes on while its sign-in holds', async () => {
  const reader = await open()
  await reader.take(1)
  await vi.advanceTimersByTimeAsync(3 * recheckMs)
  console.publish()
  expect(await reader.take(1)).toMatchObject([{ event: 'snapshot', id: '2' }])
})

test.each([['is revoked', () => signIns.become(null)], ['cannot be looked up', () => signIns.breakDown()]])('it ends within seconds after its sign-in %s, and leaves nothing open', async (_when, happen) => {
  const reader = await open()
  const fleet = readEvents(await getFleet(ask(), null))
  await Promise.all([reader.take(1), fleet.take(1)])
  happen()
  await vi.advanceTimersByTimeAsync(recheckMs)
  expect([await reader.next(), await fleet.next(), console.open(), vi.getTimerCount()]).toEqual([null, null, 0, 0])
})

test('one that the server ends is no longer watched', async () => {
  const reader = await open()
  await reader.take(1)
  globalThis.understudyReaders?.close()
  expect([await reader.next(), vi.getTimerCount()]).toEqual([null, 0])
})

test('a reader who leaves by themselves is no longer watched', async () => {
  const abort = new AbortController()
  const reader = await open(abort.signal)
  await reader.take(1)
  abort.abort()
  expect([await reader.next(), console.open(), vi.getTimerCount()]).toEqual([null, 0, 0])
})
