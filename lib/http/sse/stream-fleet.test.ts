import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { readEvents } from '@/lib/testing/read-events'
import { rowsRestMs } from './gather-rows'
import { fleet, getReaders } from './readers'
import { streamFleet } from './stream-fleet'

let console: FakeConsole
beforeEach(() => {
  processWide.readers = undefined
  console = aFakeConsole()
})
afterEach(() => {
  getReaders().close()
  vi.useRealTimers()
})

const open = (init: RequestInit = {}) => streamFleet(console, new Request('http://localhost/api/v1/clusters/events', init))

test('The fleet stream sends the whole list, then each changed row, and the list again when the set changes', async () => {
  const reader = readEvents(open())
  const [east] = console.clusters()
  expect(await reader.take(1)).toEqual([{ event: 'clusters', id: null, data: { clusters: [east] } }])
  const changed = { ...east!, jobs: 9 }
  console.changeSummary(changed)
  expect(await reader.take(1)).toEqual([{ event: 'changed', id: null, data: { clusters: [changed] } }])
  const west = { ...east!, id: 'west' }
  console.changeSet([changed, west])
  expect(await reader.take(1)).toEqual([{ event: 'clusters', id: null, data: { clusters: [changed, west] } }])
})

test('A slow fleet reader gets each row once in its newest version', async () => {
  vi.useFakeTimers()
  const reader = readEvents(open())
  const [east] = console.clusters()
  const west = { ...east!, id: 'west' }
  await reader.take(1)
  for (let jobs = 0; jobs < 300; jobs++) console.changeSummary({ ...(jobs % 2 ? east! : west), jobs })
  console.tick()
  await vi.advanceTimersByTimeAsync(rowsRestMs)
  expect(await reader.take(2)).toEqual([
    {
      event: 'changed',
      id: null,
      data: {
        clusters: [
          { ...west, jobs: 298 },
          { ...east, jobs: 299 },
        ],
      },
    },
    { event: 'beat', id: null, data: { now: expect.any(String), epoch: 'e1' } },
  ])
})

test('A changed set of clusters is serialized once for all readers', async () => {
  const readers = Array.from({ length: 500 }, () => readEvents(open()))
  await Promise.all(readers.map((reader) => reader.take(1)))
  const asking = readers.map((reader) => reader.take(1))
  const [east] = console.clusters()
  console.calls.lists = 0
  console.changeSet([east!])
  await Promise.all(asking)
  expect(console.calls.lists).toBe(1)
  expect(console.open()).toBe(2)
})

test('A fleet list is never older than the last change', async () => {
  const one = readEvents(open())
  await one.take(1)
  const [east] = console.clusters()
  const asking = one.take(1)
  console.changeSet([{ ...east!, jobs: 5 }])
  console.changeSet([{ ...east!, jobs: 6 }])
  const seen = [...(await asking), ...(await one.take(1))]
  expect(seen.at(-1)!.data).toEqual({ clusters: [{ ...east, jobs: 6 }] })
})

test('The last reader’s leaving ends all subscriptions of the fleet stream', async () => {
  const abort = new AbortController()
  const [one, other] = [readEvents(open({ signal: abort.signal })), readEvents(open())]
  await Promise.all([one.take(1), other.take(1)])
  abort.abort()
  expect([console.open(), getReaders().count(fleet)]).toEqual([2, 1])
  await other.cancel()
  expect([console.open(), getReaders().count(fleet)]).toEqual([0, 0])
})

test('A HEAD request opens no fleet stream', () => {
  expect([open({ method: 'HEAD' }).body, console.open()]).toEqual([null, 0])
})
