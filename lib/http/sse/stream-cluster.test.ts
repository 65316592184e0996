import { applyPatch, type Operation } from 'fast-json-patch'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { readEvents } from '@/lib/testing/read-events'
import { backlogLimit } from './cluster-outbox'
import { getReaders, heartbeatMs } from './readers'
import { streamCluster } from './stream-cluster'

const url = 'http://localhost/api/v1/clusters/east/events'
let console: FakeConsole

beforeEach(() => {
  processWide.readers = undefined
  console = aFakeConsole()
})
afterEach(() => {
  getReaders().close()
  vi.useRealTimers()
})

const open = (query = '', init: RequestInit = {}) => streamCluster(console, 'east', new Request(url + query, init))
const named = (sentence: string): Partial<ClusterSnapshot> => ({ verdict: { level: 'at-risk', sentence, detail: null, reasons: [] } })
const revisionsOf = (events: { event: string; id: string | null }[]) => events.map(({ event, id }) => `${event} ${id}`)

describe('a reader of snapshots', () => {
  test('The event stream has headers that keep proxies from buffering it', () => {
    const { headers } = open()
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
  })

  test('A snapshot reader gets the whole snapshot first and again with each revision as its id', async () => {
    const reader = readEvents(open())
    const before = console.findSnapshot('east')!.snapshot
    expect(await reader.take(1)).toEqual([{ event: 'snapshot', id: '1', data: before }])
    const { snapshot } = console.publish(named('second'))
    expect(await reader.take(1)).toEqual([{ event: 'snapshot', id: '2', data: snapshot }])
  })

  test('A slow snapshot reader gets only the newest revision, and the missed ones are never serialized', async () => {
    const reader = readEvents(open())
    for (let i = 0; i < 500; i++) console.publish(named(`revision ${i}`))
    expect(revisionsOf(await reader.take(1))).toEqual(['snapshot 501'])
    expect(console.calls.snapshotJson).toBe(1)
  })

  test('A snapshot reader gets no beats, only a comment every 15 s', async () => {
    vi.useFakeTimers()
    const reader = readEvents(open())
    await reader.take(1)
    console.tick()
    vi.advanceTimersByTime(heartbeatMs - 1)
    vi.advanceTimersByTime(1)
    expect(await reader.take(1)).toEqual([{ event: 'comment', id: null, data: 'heartbeat' }])
  })
})

describe('a reader of patches', () => {
  test('A patch reader rebuilds every revision from one snapshot and the patches', async () => {
    const reader = readEvents(open('?patch=1'))
    const [first] = await reader.take(1)
    let held = first!.data as ClusterSnapshot
    for (let i = 0; i < 5; i++) {
      const { snapshot } = console.publish(named(`sentence ${i}`))
      const [next] = await reader.take(1)
      const { from, to, patch } = next!.data as { from: number; to: number; patch: Operation[] }
      expect([next!.event, next!.id, from, to]).toEqual(['patch', String(snapshot.revision), held.revision, snapshot.revision])
      held = applyPatch(held, patch, true, false).newDocument
      expect(held).toEqual(snapshot)
    }
  })

  test('A slightly late patch reader gets every patch in sequence', async () => {
    const reader = readEvents(open('?patch=1'))
    await reader.take(1)
    for (let i = 0; i < backlogLimit.patches; i++) console.publish(named(`sentence ${i}`))
    expect(revisionsOf(await reader.take(backlogLimit.patches))).toEqual(
      Array.from({ length: backlogLimit.patches }, (_, i) => `patch ${i + 2}`),
    )
  })

  test('A patch reader that does not read gets the newest snapshot and then patches again', async () => {
    const reader = readEvents(open('?patch=1'))
    await reader.take(1)
    for (let i = 0; i < 500; i++) console.publish(named(`sentence ${i}`))
    expect(revisionsOf(await reader.take(1))).toEqual(['snapshot 501'])
    console.publish(named('next'))
    expect(revisionsOf(await reader.take(1))).toEqual(['patch 502'])
  })

  test('A patch reader never has more bytes waiting than the limit', async () => {
    const reader = readEvents(open('?patch=1'))
    await reader.take(1)
    const large = 'x'.repeat(backlogLimit.bytes / 2)
    for (let i = 0; i < 4; i++) console.publish(named(`${i}${large}`))
    expect(revisionsOf(await reader.take(1))).toEqual(['snapshot 5'])
  })

  test('A patch reader gets the whole snapshot when a revision was skipped', async () => {
    const reader = readEvents(open('?patch=1'))
    await reader.take(1)
    console.publish({ revision: 7 })
    expect(revisionsOf(await reader.take(1))).toEqual(['snapshot 7'])
  })

  test('A patch reader gets beats, and only the newest when it is late', async () => {
    const reader = readEvents(open('?patch=1'))
    await reader.take(1)
    console.tick()
    expect(await reader.take(1)).toEqual([{ event: 'beat', id: null, data: console.findBeat('east') }])
    console.tick()
    console.publish(named('before the beat'))
    console.tick()
    console.tick()
    console.publish(named('after'))
    expect((await reader.take(3)).map(({ event }) => event)).toEqual(['patch', 'patch', 'beat'])
  })
})

describe('a reader that reconnects', () => {
  const headers = { 'last-event-id': '1' }

  test('A reader that reconnects with the current revision gets a beat and then the next patch', async () => {
    const reader = readEvents(open('?patch=1&epoch=e1', { headers }))
    expect(await reader.take(1)).toEqual([{ event: 'beat', id: null, data: console.findBeat('east') }])
    console.publish(named('next'))
    expect(revisionsOf(await reader.take(1))).toEqual(['patch 2'])
  })

  test.each([
    ['with the epoch of another process', '?patch=1&epoch=e0', '1'],
    ['without an epoch', '?patch=1', '1'],
    ['with an older revision', '?patch=1&epoch=e1', '0'],
    ['with an invalid revision', '?patch=1&epoch=e1', '1.0'],
  ])('A reader that reconnects %s gets the whole snapshot', async (_case, query, lastEventId) => {
    const reader = readEvents(open(query, { headers: { 'last-event-id': lastEventId } }))
    expect(revisionsOf(await reader.take(1))).toEqual(['snapshot 1'])
  })
})

describe('many readers', () => {
  test('Many readers share one serialization of a revision, its patch and a beat', async () => {
    // Bytes only: parsing what 1,000 readers got would be the test's cost, not the server's.
    const bodies = Array.from({ length: 1_000 }, (_, i) => open(i % 2 ? '?patch=1' : '').body!.getReader())
    const readAll = () => Promise.all(bodies.map((body) => body.read()))
    await readAll()
    await readAll()
    expect(console.calls.snapshotJson).toBe(1)
    const asking = readAll()
    console.publish(named('second'))
    const frames = new Set((await asking).map(({ value }) => value))
    expect({ whole: console.calls.snapshotJson, patch: console.calls.patchJson, frames: frames.size }).toEqual({
      whole: 2,
      patch: 1,
      frames: 2,
    })
    console.tick()
    expect(console.calls.beats).toBe(1)
  })
})

describe('the end of a connection', () => {
  test('An aborted request unsubscribes from everything', async () => {
    const abort = new AbortController()
    const reader = readEvents(open('?patch=1', { signal: abort.signal }))
    await reader.take(1)
    expect(console.open()).toBe(2)
    abort.abort()
    expect(console.open()).toBe(0)
    expect(await reader.next()).toBeNull()
    console.publish()
  })

  test('A cancelled stream unsubscribes from everything', async () => {
    const reader = readEvents(open())
    await reader.take(1)
    await reader.cancel()
    expect(console.open()).toBe(0)
    expect(getReaders().count('east')).toBe(0)
  })

  test('A request that is already aborted subscribes to nothing', () => {
    open('', { signal: AbortSignal.abort() })
    expect(console.open()).toBe(0)
  })

  test('The end of one reader leaves the others alone', async () => {
    const [one, other] = [readEvents(open()), readEvents(open())]
    await Promise.all([one.take(1), other.take(1)])
    await one.cancel()
    console.publish()
    expect(revisionsOf(await other.take(1))).toEqual(['snapshot 2'])
  })

  test('The stream ends at the next beat after its cluster was removed from the settings', async () => {
    const reader = readEvents(open('?patch=1'))
    await reader.take(1)
    console.drop()
    console.tick()
    expect(await reader.next()).toBeNull()
    expect(console.open()).toBe(0)
  })

  test('All streams end when the server closes, and no new one is accepted', async () => {
    const reader = readEvents(open())
    await reader.take(1)
    getReaders().close()
    expect(await reader.next()).toBeNull()
    expect(await readEvents(open()).next()).toBeNull()
    expect(console.open()).toBe(0)
  })
})

test('A restarted observer continues the stream with a whole snapshot, whatever its revision', async () => {
  const reader = readEvents(open('?patch=1'))
  await reader.take(1)
  console.publish({ epoch: 'e2' })
  console.tick()
  expect((await reader.take(2)).map(({ event, data }) => [event, (data as { epoch: string }).epoch])).toEqual([
    ['snapshot', 'e2'],
    ['beat', expect.any(String)],
  ])
})

test('A HEAD request gets the same answer and opens no stream', () => {
  const response = open('', { method: 'HEAD' })
  expect([response.status, response.body, console.open()]).toEqual([200, null, 0])
})

test('An unknown cluster is an error, not a stream', () => {
  expect(() => streamCluster(console, 'west', new Request(url))).toThrow('There is no cluster "west"')
})
