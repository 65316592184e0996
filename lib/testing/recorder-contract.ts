import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { startRecorder, type Recorder } from '@/lib/journal/record/recorder'
import { unpackSnapshot } from '@/lib/journal/record/snapshot-body'
import type { ClusterEvent, ClusterSnapshot } from '@/lib/model/snapshot'
import { aFakeConsole, type FakeConsole } from './a-fake-console'
import type { TestJournals } from './a-journal'
import { aMoment, aSnapshotAt } from './a-snapshot'

const build = aSnapshotAt(aMoment)
const second = {
  leaderSessionId: '1de0a7fd-93c1-4f5b-8a53-6f1d2e9c4411',
  zkSessionId: '0x1000015a68a0001',
  master: 'jm2:8081',
  rpcAddress: 'pekko.tcp://flink@jm2:50010/user/rpc/dispatcher_1',
}
const afterFailover: Partial<ClusterSnapshot> = {
  leader: build.aLeader(second),
  jobManagers: [
    build.aMaster('jm1:8081', 'down', { zkSessionId: null }),
    build.aMaster('jm2:8081', 'leader'),
    build.aMaster('jm3:8081', 'standby'),
  ],
}

/** Tests of what a recorder stores, for every database. */
export function describeRecorder(name: string, makePlace: () => Promise<TestJournals>): void {
  let place: TestJournals
  let journal: Journal
  let recorders: Recorder[]
  let serial: number

  beforeEach(async () => {
    vi.stubEnv('UNDERSTUDY_LOG_LEVEL', 'silent')
    place = await makePlace()
    journal = await place.open()
    recorders = []
    serial = 100
  })
  afterEach(async () => {
    for (const recorder of recorders) await recorder.close()
    await place.close()
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  function record(console: FakeConsole, options: { journal?: Journal; holder?: string; leaseMs?: number } = {}): Recorder {
    const recorder = startRecorder({ console, getJournal: async () => options.journal ?? journal, ...options })
    recorders.push(recorder)
    return recorder
  }
  async function settle(recorder: Recorder): Promise<void> {
    await new Promise(setImmediate)
    await recorder.flush()
  }
  const anEvent = (text: string, over: Partial<ClusterEvent> = {}): ClusterEvent => ({
    id: String(++serial),
    at: new Date().toISOString(),
    kind: 'leader',
    severity: 'warning',
    text,
    subject: 'jm2:8081',
    ...over,
  })
  const readSpans = async (lane = 'role') =>
    (await journal.db.selectFrom('spans').select(['subject', 'value', 'to_at']).where('lane', '=', lane).orderBy('id').execute()).map(
      ({ subject, value, to_at: to }) => `${subject} ${value}${to === null ? ' …' : ''}`.trim(),
    )
  const readTerms = () =>
    journal.db.selectFrom('terms').select(['master', 'leader_session_id', 'end_code', 'is_end_unseen']).orderBy('id').execute()
  const readEvents = async () => (await journal.db.selectFrom('events').select('text').orderBy('id').execute()).map(({ text }) => text)

  describe(`a recorder on ${name}`, () => {
    it('A recorder writes nothing before the first snapshots of all clusters are there, and then what happened meanwhile', async () => {
      const console = aFakeConsole()
      let stand = () => undefined as void
      const ready = new Promise<void>((resolve) => (stand = resolve))
      recorders.push(startRecorder({ console: { ...console, whenReady: () => ready }, getJournal: async () => journal }))
      console.publish({ events: [anEvent('jm2:8081 took the lead')] })
      await sleep(400)
      expect(await readEvents()).toEqual([])
      stand()
      await vi.waitFor(async () => expect(await readEvents()).toContain('jm2:8081 took the lead'), 60_000)
    })

    it('A recorder stores terms, roles, verdicts, events and snapshots', async () => {
      const console = aFakeConsole()
      console.publish({ events: [] })
      const recorder = record(console)
      await settle(recorder)
      await sleep(1_050)
      console.publish({
        ...afterFailover,
        verdict: { level: 'at-risk', sentence: 'jm2:8081 leads.', detail: null, reasons: [] },
        events: [anEvent('jm2:8081 took the lead after 34.1 s without a leader')],
      })
      await settle(recorder)
      expect(await readSpans()).toEqual([
        'jm1:8081 leader',
        'jm2:8081 standby',
        'jm3:8081 standby …',
        'jm1:8081 down …',
        'jm2:8081 leader …',
      ])
      expect(await readSpans('verdict')).toEqual(['protected', 'at-risk …'])
      expect(await readTerms()).toEqual([
        { master: 'jm1:8081', leader_session_id: build.aLeader().leaderSessionId, end_code: 'session-ended', is_end_unseen: 0 },
        { master: 'jm2:8081', leader_session_id: second.leaderSessionId, end_code: null, is_end_unseen: 0 },
      ])
      expect(await readEvents()).toEqual(['jm2:8081 took the lead after 34.1 s without a leader'])
      const snapshots = await journal.db.selectFrom('snapshots').selectAll().orderBy('id').execute()
      expect(snapshots.map(({ kind, base_id: base }) => [kind, base === null])).toEqual([
        ['change', true],
        ['change', false],
      ])
      const base = await unpackSnapshot(snapshots[0]!.body, null)
      expect(JSON.parse(await unpackSnapshot(snapshots[1]!.body, base))).toMatchObject({
        leader: { master: 'jm2:8081' },
        lanes: [],
        events: [],
      })
      expect(snapshots[1]!.body.length).toBeLessThan(snapshots[0]!.body.length / 3)
    })

    it('A recorder writes nothing while nothing but freshness changes', async () => {
      const console = aFakeConsole()
      const recorder = record(console)
      await settle(recorder)
      const count = async () =>
        Promise.all(
          (['spans', 'terms', 'events', 'snapshots', 'findings'] as const).map(
            async (table) => (await journal.db.selectFrom(table).selectAll().execute()).length,
          ),
        )
      const before = await count()
      for (let turn = 0; turn < 5; turn++) console.publish({ asOf: new Date().toISOString() })
      await settle(recorder)
      expect(await count()).toEqual(before)
    })

    it('A recorder continues the open term and what is proven after a restart, and leaves the gap between', async () => {
      const first = record(aFakeConsole())
      await settle(first)
      await first.close()
      const written = Date.now()
      vi.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + 60_000)
      const later = record(aFakeConsole())
      await settle(later)
      expect((await readTerms()).map(({ end_code: code }) => code)).toEqual([null])
      expect(await readSpans()).toEqual(['jm1:8081 leader …', 'jm2:8081 standby …', 'jm3:8081 standby …'])
      // A verdict is not continued over a gap: its level in between is unknown.
      expect(await readSpans('verdict')).toEqual(['protected', 'protected …'])
      const [before, after] = await journal.db
        .selectFrom('spans')
        .select(['from_at', 'to_at'])
        .where('lane', '=', 'observation')
        .orderBy('id')
        .execute()
      expect(before!.to_at).toBeLessThanOrEqual(written)
      expect(after!.from_at - before!.to_at!).toBeGreaterThan(50_000)
    })

    it('A recorder notes that a term ended unobserved', async () => {
      const first = record(aFakeConsole())
      await settle(first)
      await first.close()
      vi.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + 60_000)
      const changed = aFakeConsole()
      changed.publish(afterFailover)
      await settle(record(changed))
      expect(await readTerms()).toMatchObject([
        { master: 'jm1:8081', end_code: 'unseen', is_end_unseen: 1 },
        { master: 'jm2:8081', end_code: null },
      ])
    })

    it('A recorder keeps its spans in order when the clock is set back', async () => {
      let shift = 0
      vi.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + shift)
      const console = aFakeConsole()
      const recorder = record(console)
      await settle(recorder)
      for (const back of [5_000, 3_600_000]) {
        shift -= back
        console.publish(afterFailover)
        await settle(recorder)
        console.publish({ leader: build.aLeader(), jobManagers: build.aSnapshot().jobManagers })
        await settle(recorder)
      }
      const spans = await journal.db.selectFrom('spans').select(['lane', 'subject', 'from_at', 'to_at']).orderBy('id').execute()
      expect(spans.filter(({ from_at: from, to_at: to }) => to !== null && to < from)).toEqual([])
      expect(spans.filter(({ lane, to_at: to }) => lane === 'role' && to === null)).toHaveLength(3)
      expect((await readTerms()).filter(({ end_code: code }) => code === null)).toHaveLength(1)
    })

    it('A recorder loses nothing while the database is away', async () => {
      let isAway = false
      const console = aFakeConsole()
      console.publish({ events: [] })
      const recorder = startRecorder({ console, getJournal: async () => (isAway ? Promise.reject(new Error('gone')) : journal) })
      recorders.push(recorder)
      await settle(recorder)
      isAway = true
      // Pending writes end first.
      await settle(recorder)
      console.publish({ ...afterFailover, events: [anEvent('while it was away')] })
      await settle(recorder)
      expect(await readEvents()).toEqual([])
      isAway = false
      await settle(recorder)
      expect(await readEvents()).toEqual(['while it was away'])
      expect(await readSpans('observation')).toEqual(['watched'])
      expect((await readTerms()).at(-1)).toMatchObject({ master: 'jm2:8081', end_code: null })
    })
  })

  describe(`two recorders on ${name}`, () => {
    it('Two recorders write each event once, and when one dies the other continues without a gap', async () => {
      const consoles = [aFakeConsole(), aFakeConsole()] as const
      const other = await place.open()
      const publish = (over: Partial<ClusterSnapshot>) => consoles.forEach((console) => console.publish(over))
      publish({ events: [] })
      const one = record(consoles[0], { holder: 'one', leaseMs: 60_000 })
      // It acquires the lease before the other tries to.
      await settle(one)
      const two = record(consoles[1], { journal: other, holder: 'two', leaseMs: 60_000 })
      await settle(two)
      publish({ ...afterFailover, events: [anEvent('jm2:8081 took the lead after 34.1 s without a leader')] })
      await settle(two)
      await settle(one)
      expect(await readEvents()).toEqual(['jm2:8081 took the lead after 34.1 s without a leader'])

      // The first console is stopped from here on: it neither writes nor releases its lease.
      const events = [
        anEvent('jm3:8081 is down', { kind: 'role', subject: 'jm3:8081' }),
        ...consoles[1].findSnapshot('east')!.snapshot.events,
      ]
      consoles[1].publish({ events })
      await settle(two)
      expect(await readEvents()).toHaveLength(1)
      // As if its lease had expired.
      await journal.db.updateTable('leases').set({ expires_at: 0 }).execute()
      await settle(two)
      expect(await readEvents()).toEqual(['jm2:8081 took the lead after 34.1 s without a leader', 'jm3:8081 is down'])
      expect(await readSpans()).toEqual([
        'jm1:8081 leader',
        'jm2:8081 standby',
        'jm3:8081 standby …',
        'jm1:8081 down …',
        'jm2:8081 leader …',
      ])
      expect(await readSpans('observation')).toEqual(['watched'])
      expect(await readTerms()).toHaveLength(2)
      // A console that resumes after its lease expired writes nothing.
      consoles[0].publish({ events: [anEvent('told late'), ...events] })
      await settle(one)
      expect(await readEvents()).toHaveLength(2)
    })
  })
}
