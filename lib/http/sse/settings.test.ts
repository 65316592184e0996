import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { getJournalChanges, changeTopics } from '@/lib/journal/changes'
import type { SettingsTopic } from '@/lib/model/settings-topics'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { readEvents } from '@/lib/testing/read-events'
import { ActivityOutbox } from '../activity/activity-outbox'
import { settingsRestMs } from './gather-settings'
import { StreamReader } from './reader'
import { fleet, getReaders } from './readers'
import { respondStream } from './respond-stream'
import { streamCluster } from './stream-cluster'
import { streamFleet } from './stream-fleet'

let console: FakeConsole
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  processWide.log = pino({ level: 'silent' })
  processWide.readers = undefined
  processWide.journalChanges = undefined
  console = aFakeConsole()
})
afterEach(() => {
  getReaders().close()
  vi.useRealTimers()
})

const url = 'http://localhost/api/v1/clusters'
const openFleet = (signal?: AbortSignal) => streamFleet(console, new Request(`${url}/events`, { signal }))
const openCluster = (query: string) => streamCluster(console, 'east', new Request(`${url}/east/events${query}`))
/** As lib/http/activity adds its readers, without a journal. */
function openActivity() {
  const reader = new StreamReader(new ActivityOutbox(), new AbortController().signal)
  getReaders().add(fleet, reader, true, console)
  reader.outbox.put(new TextEncoder().encode('event: activity\ndata: {}\n\n'))
  return respondStream(reader.stream)
}
const word = (...changed: SettingsTopic[]) => ({ event: 'settings', id: null, data: { changed } })

describe('changed settings in the event streams', () => {
  test('A changed setting is sent at once to the streams of all pages in one shared frame, but not to readers of whole snapshots', async () => {
    const bodies = [openFleet(), openCluster('?patch=1'), openActivity(), openFleet()].map((response) => response.body!.getReader())
    const readAll = () => Promise.all(bodies.map((body) => body.read()))
    await readAll()
    await readAll()
    const script = readEvents(openCluster(''))
    await script.take(1)
    const asking = readAll()
    getJournalChanges().notify(['emergency-stop'])
    const frames = (await asking).map(({ value }) => value)
    expect(new TextDecoder().decode(frames[0])).toBe('event: settings\ndata: {"changed":["emergency-stop"]}\n\n')
    expect(new Set(frames).size).toBe(1)
    const snapshot = script.take(1)
    await vi.advanceTimersByTimeAsync(0)
    console.publish()
    expect((await snapshot)[0]).toMatchObject({ event: 'snapshot', id: '2' })
  })

  test('A burst of changed settings is sent as one event at once and one more after the rest time', async () => {
    const reader = readEvents(openFleet())
    await reader.take(1)
    for (let i = 0; i < 50; i++) getJournalChanges().notify([i % 2 ? 'webhooks' : 'status-pages'])
    expect(await reader.take(1)).toEqual([word('status-pages')])
    await vi.advanceTimersByTimeAsync(settingsRestMs - 1)
    console.tick()
    expect((await reader.take(1))[0]!.event, 'nothing within the rest').toBe('beat')
    await vi.advanceTimersByTimeAsync(1)
    expect(await reader.take(1)).toEqual([word('status-pages', 'webhooks')])
    await vi.advanceTimersByTimeAsync(settingsRestMs)
    getJournalChanges().notify(['autopilots'])
    expect(await reader.take(1), 'after a quiet time nothing is waited for').toEqual([word('autopilots')])
  })

  test('A slow reader gets one event for all changed settings, after its own data and before the beat', async () => {
    const reader = readEvents(openFleet())
    await reader.take(1)
    for (const topic of ['webhooks', 'emergency-stop', 'webhooks'] as const) {
      getJournalChanges().notify([topic])
      await vi.advanceTimersByTimeAsync(settingsRestMs)
    }
    console.tick()
    console.changeSummary(console.clusters()[0]!)
    expect(await reader.take(3)).toMatchObject([{ event: 'changed' }, word('emergency-stop', 'webhooks'), { event: 'beat' }])
  })

  test('Activity alone sends no settings event', async () => {
    const reader = readEvents(openFleet())
    await reader.take(1)
    getJournalChanges().notify(['activity'])
    console.tick()
    expect((await reader.take(1))[0]!.event).toBe('beat')
    getJournalChanges().notify(changeTopics)
    expect(await reader.take(1)).toEqual([word('emergency-stop', 'autopilots', 'status-pages', 'webhooks')])
  })

  test('The journal has no listener while there are no readers', async () => {
    const subscribe = vi.spyOn(getJournalChanges(), 'subscribe')
    const stopped = vi.fn()
    subscribe.mockReturnValue(stopped)
    const abort = new AbortController()
    const [one, other] = [readEvents(openFleet(abort.signal)), readEvents(openFleet())]
    await Promise.all([one.take(1), other.take(1)])
    expect(subscribe).toHaveBeenCalledTimes(1)
    abort.abort()
    expect(stopped).not.toHaveBeenCalled()
    await other.cancel()
    expect(stopped).toHaveBeenCalledTimes(1)
  })
})
