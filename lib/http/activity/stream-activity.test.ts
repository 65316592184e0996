import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GET } from '@/app/api/v1/activity/events/route'
import { processWide } from '@/lib/base/process-wide'
import { appendAudit } from '@/lib/journal/audit/append'
import { closeJournal, getJournal, type Journal } from '@/lib/journal/database'
import { getJournalChanges } from '@/lib/journal/changes'
import type { ActivityListing } from '@/lib/model/activity'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { readEvents } from '@/lib/testing/read-events'
import { recheckMs } from '../stream-watch'

let place: TestJournals
let journal: Journal
let signIns: FakeSignIns

beforeEach(async () => {
  processWide.log = pino({ level: 'silent' })
  processWide.readers = undefined
  processWide.activity = undefined
  processWide.console = Promise.resolve(aFakeConsole())
  place = aJournalPlace()
  vi.stubEnv('UNDERSTUDY_DATA_DIR', place.place.dataDir)
  journal = await getJournal()
  signIns = useFakeSignIns('viewer')
})
afterEach(async () => {
  vi.useRealTimers()
  processWide.readers?.close()
  processWide.console = undefined
  processWide.signIns = undefined
  await closeJournal()
  await place.close()
  vi.unstubAllEnvs()
})

const open = async (query = '', signal?: AbortSignal) =>
  readEvents(await GET(new Request(`http://localhost/api/v1/activity/events?${query}`, { signal }), null))
const happen = (text: string, over: { cluster_id?: string; severity?: string } = {}) =>
  journal.db
    .insertInto('events')
    .values({ cluster_id: 'east', at: Date.now(), kind: 'leader', severity: 'warning', subject: null, text, ...over })
    .execute()
const textsOf = ([event]: { event: string; data: unknown }[]) => [
  event?.event,
  ...(event?.data as ActivityListing).entries.map(({ text }) => text),
]

describe('the activity stream', () => {
  it('The activity stream sends the existing entries and then each new entry as soon as it is on disk', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    const reader = await open()
    expect(textsOf(await reader.take(1))).toEqual(['activity'])
    // The pause after a read is the only timer, and it stands still: the first notification does not wait.
    await vi.advanceTimersByTimeAsync(300)
    await happen('jm1:8081 took the lead')
    expect(textsOf(await reader.take(1))).toEqual(['activity', 'jm1:8081 took the lead'])
  })

  it('The activity stream batches entries in quick succession and loses none', async () => {
    const reader = await open()
    await reader.take(1)
    await journal.db.transaction().execute(async (db) => {
      for (let serial = 0; serial < 20; serial++)
        await db
          .insertInto('events')
          .values({ cluster_id: 'east', at: Date.now(), kind: 'job', severity: 'note', subject: null, text: `job ${serial}` })
          .execute()
    })
    await happen('the last')
    const seen: string[][] = []
    while (seen.at(-1)?.length !== 22) seen.push(textsOf(await reader.take(1)) as string[])
    expect(seen.length).toBeLessThanOrEqual(3)
  })

  it('The activity stream omits entries that were rolled back or do not match the filter', async () => {
    const reader = await open('severity=error')
    await reader.take(1)
    await journal.db
      .transaction()
      .execute(async (db) => {
        await db
          .insertInto('events')
          .values({ cluster_id: 'east', at: Date.now(), kind: 'x', severity: 'error', subject: null, text: 'never was' })
          .execute()
        throw new Error('taken back')
      })
      .catch(() => undefined)
    await happen('a note', { severity: 'note' })
    await happen('an error', { severity: 'error' })
    expect(textsOf(await reader.take(1))).toEqual(['activity', 'an error'])
  })

  it('The activity is read once for all readers, and not at all without readers', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => open('source=event')))
    await Promise.all(readers.map((reader) => reader.take(1)))
    const execute = vi.spyOn(journal.db, 'selectFrom')
    await happen('once')
    await Promise.all(readers.map((reader) => reader.take(1)))
    expect(execute).toHaveBeenCalledTimes(1)
    for (const reader of readers) await reader.cancel()
    await happen('for nobody')
    await sleep(300)
    expect(execute).toHaveBeenCalledTimes(1)
  })

  it('The activity stream leaves the audit log to administrators and ends when the reader loses that role', async () => {
    await appendAudit(journal, { actor: null, from: null, action: 'key.make', clusterId: null, target: 'ci', reason: null, result: 'done' })
    expect(textsOf(await (await open()).take(1))).toEqual(['activity'])
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    signIns.become('administrator')
    const reader = await open()
    expect(textsOf(await reader.take(1))).toEqual(['activity', 'API key created, ci: done'])
    signIns.become('viewer')
    await vi.advanceTimersByTimeAsync(recheckMs)
    expect(await reader.next()).toBeNull()
  })

  it('The activity stream reports when the journal becomes unusable and when it recovers', async () => {
    const reader = await open()
    await reader.take(1)
    const opening = processWide.journal!
    processWide.journal = { journal: Promise.reject(new Error('gone')), problem: 'gone', failedAt: Date.now() }
    processWide.journal.journal.catch(() => undefined)
    getJournalChanges().notify(['activity'])
    expect(await reader.take(1)).toMatchObject([{ data: { entries: [], problem: expect.stringContaining('could not be read') } }])
    processWide.journal = opening
    getJournalChanges().notify(['activity'])
    expect(await reader.take(1)).toMatchObject([{ data: { problem: null } }])
  })
})
