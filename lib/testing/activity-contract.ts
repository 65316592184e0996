import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Journal } from '@/lib/journal/dialect'
import { readActivityCursor } from '@/lib/journal/read/activity/question'
import { readActivity } from '@/lib/journal/read/activity/read'
import { readHistory } from '@/lib/journal/read/history'
import { addIncidentUpdate, createIncident, findIncident, writeStep } from '@/lib/status/store/incidents'
import { createMaintenance } from '@/lib/status/store/maintenances'
import { createPage } from '@/lib/status/store/pages'
import { forgetOld } from '@/lib/journal/record/retention'
import type { ActivityFilter } from '@/lib/model/activity'
import type { TestJournals } from './a-journal'

const all: ActivityFilter = { clusterId: null, sources: [], severities: [], who: null, text: null, from: null, to: null }
const now = Date.parse('2026-03-14T12:00:00Z')
const minute = 60_000

/** Tests of reading the activity, for every database. */
export function describeReading(name: string, makePlace: () => Promise<TestJournals>): void {
  let place: TestJournals
  let journal: Journal

  beforeEach(async () => {
    place = await makePlace()
    journal = await place.open()
  })
  afterEach(() => place.close())

  const texts = async (filter: Partial<ActivityFilter> = {}) =>
    (await readActivity(journal, { ...all, ...filter, before: null, limit: 50 })).entries.map(({ text }) => text)

  describe(`the activity on ${name}`, () => {
    beforeEach(async () => {
      const event = { cluster_id: 'east', kind: 'leader', severity: 'warning', subject: 'jm1:8081' }
      await journal.db
        .insertInto('events')
        .values([
          { ...event, at: now - 3 * minute, text: 'jm1:8081 took the lead' },
          { ...event, at: now - 2 * minute, text: '100% of a_b', severity: 'note' },
          { ...event, at: now - 2 * minute, text: 'elsewhere', cluster_id: 'west' },
        ])
        .execute()
      await journal.db
        .insertInto('terms')
        .values({
          cluster_id: 'east',
          leader_session_id: 's1',
          master: 'jm1:8081',
          rpc_address: 'x',
          zk_session_id: '0x1',
          from_at: now - 9 * minute,
          seen_at: now,
          to_at: now - minute,
          end_code: 'process-ended',
          end_text: 'The process of jm1:8081 ended.',
          last_seen_at: null,
          is_end_unseen: 0,
        })
        .execute()
      await journal.db
        .insertInto('findings')
        .values({
          cluster_id: 'east',
          key: 'k',
          rule: 'even-members',
          severity: 'warning',
          title: 'Four members',
          place: 'zoo.cfg',
          opened_at: now - 8 * minute,
          closed_at: now - 4 * minute,
        })
        .execute()
    })

    it('The activity joins all sources, newest first', async () => {
      expect(await texts()).toEqual([
        'The term of jm1:8081 ended after 8 min. The process of jm1:8081 ended.',
        'elsewhere',
        '100% of a_b',
        'jm1:8081 took the lead',
        'No longer so: Four members',
        'Four members',
      ])
    })

    it('The activity can be filtered by cluster, source, severity, words and time', async () => {
      expect(await texts({ clusterId: 'west' })).toEqual(['elsewhere'])
      expect(await texts({ sources: ['finding'] })).toEqual(['No longer so: Four members', 'Four members'])
      expect(await texts({ severities: ['note'] })).toEqual(['100% of a_b', 'No longer so: Four members'])
      expect(await texts({ text: 'TOOK the' })).toEqual(['jm1:8081 took the lead'])
      expect(await texts({ text: '%' })).toEqual(['100% of a_b'])
      expect(await texts({ text: 'a_b' })).toEqual(['100% of a_b'])
      expect(await texts({ from: now - 3 * minute, to: now - 3 * minute })).toEqual(['jm1:8081 took the lead'])
    })

    it('The activity tells each incident with the page it is shown on, and each maintenance once', async () => {
      const draft = {
        slug: 'streams',
        title: 'Streams',
        description: null,
        isPublished: true,
        thresholdMs: 10_000,
        components: ['east', 'west'].map((clusterId) => ({ clusterId, name: clusterId, description: null, group: null })),
      }
      const pageId = await createPage(journal, draft, now)
      await createPage(journal, { ...draft, slug: 'again' }, now)
      const opened = {
        title: 'Leader lost',
        status: 'investigating',
        impact: 'critical',
        startedAt: now,
        lostAt: now,
        downMs: 0,
        resolvedAt: null,
        updatedAt: now,
        ledAgainAt: null,
        isEndUnseen: false,
        phases: [],
      } as const
      const incident = await journal.db
        .transaction()
        .execute((writer) =>
          writeStep(
            writer,
            { clusterId: 'east', pageId },
            null,
            { isNew: true, incident: { ...opened, phases: [] }, updates: [{ status: 'investigating', body: 'Nobody leads.' }] },
            now,
          ),
        )
      await journal.db.transaction().execute((writer) =>
        writeStep(
          writer,
          { clusterId: 'east', pageId },
          incident,
          {
            isNew: false,
            incident: { ...opened, phases: [], status: 'resolved', resolvedAt: now + 9 },
            updates: [{ status: 'resolved', body: 'Nobody led for 9 ms.' }],
          },
          now + 9,
        ),
      )
      const byHand = await createIncident(
        journal,
        { pageId, title: 'Slow', impact: 'minor', status: 'investigating', body: 'We look.', by: 'Ada Lovelace' },
        now + 20,
      )
      await addIncidentUpdate(
        journal,
        (await findIncident(journal, byHand))!,
        { status: 'identified', body: 'A disk.' },
        'Ada Lovelace',
        now + 30,
      )
      await createMaintenance(
        journal,
        {
          pageId,
          clusterIds: ['west', 'east'],
          title: 'New disks',
          body: 'Tonight.',
          startsAt: now + minute,
          endsAt: now + 2 * minute,
          by: 'Ada Lovelace',
        },
        now + 40,
      )
      const notified = (await readActivity(journal, { ...all, sources: ['incident', 'maintenance'], before: null, limit: 50 })).entries
      expect(notified.map(({ id: _id, at: _at, ...entry }) => entry)).toEqual([
        {
          source: 'maintenance',
          kind: 'scheduled',
          severity: 'note',
          clusterId: null,
          subject: '/status/streams',
          who: 'Ada Lovelace',
          text: 'New disks: scheduled. Tonight.',
        },
        {
          source: 'incident',
          kind: 'identified',
          severity: 'warning',
          clusterId: null,
          subject: '/status/streams',
          who: 'Ada Lovelace',
          text: 'Slow: identified. A disk.',
        },
        {
          source: 'incident',
          kind: 'investigating',
          severity: 'warning',
          clusterId: null,
          subject: '/status/streams',
          who: 'Ada Lovelace',
          text: 'Slow: investigating. We look.',
        },
        {
          source: 'incident',
          kind: 'resolved',
          severity: 'note',
          clusterId: 'east',
          subject: '/status/streams',
          who: null,
          text: 'Leader lost: resolved. Nobody led for 9 ms.',
        },
        {
          source: 'incident',
          kind: 'investigating',
          severity: 'error',
          clusterId: 'east',
          subject: '/status/streams',
          who: null,
          text: 'Leader lost: investigating. Nobody leads.',
        },
      ])
      const of = { sources: ['incident', 'maintenance'] as const }
      expect(await texts({ ...of, clusterId: 'west' })).toEqual(['New disks: scheduled. Tonight.'])
      expect(await texts({ ...of, clusterId: 'we_t' })).toEqual([])
      expect(await texts({ ...of, clusterId: 'east', severities: ['error'] })).toEqual(['Leader lost: investigating. Nobody leads.'])
      expect(await texts({ who: 'lovelace', text: 'disk' })).toEqual(['New disks: scheduled. Tonight.', 'Slow: identified. A disk.'])
    })

    it('The activity finds entries by who caused them', async () => {
      await appendAudit(journal, {
        actor: { kind: 'person', id: 'u', name: 'Ada Lovelace', role: 'operator' },
        from: '10.0.0.1',
        action: 'key.make',
        clusterId: null,
        target: 'ci',
        reason: null,
        result: 'done',
      })
      expect(await texts({ who: 'lovelace' })).toEqual(['API key created, ci: done, from 10.0.0.1'])
      expect(await texts({ who: 'nobody-else' })).toEqual([])
    })

    it('The activity pages through entries of the same millisecond without losing or repeating any', async () => {
      await journal.db
        .insertInto('events')
        .values(
          Array.from({ length: 23 }, (_, index) => ({
            cluster_id: 'east',
            at: now,
            kind: 'job',
            severity: 'note',
            text: `burst ${index}`,
            subject: null,
          })),
        )
        .execute()
      const seen: string[] = []
      let before = null as ReturnType<typeof readActivityCursor>
      do {
        const page = await readActivity(journal, { ...all, before, limit: 5 })
        seen.push(...page.entries.map(({ id }) => id))
        before = readActivityCursor(page.next)
      } while (before !== null)
      expect(new Set(seen).size).toBe(29)
      expect(seen).toHaveLength(29)
    })
  })

  describe(`what is too old on ${name}`, () => {
    const day = 86_400_000
    it('Old entries are deleted, except those still open, those others refer to, and the audit', async () => {
      const [old, fresh] = [now - 500 * day, now - day]
      const event = { cluster_id: 'east', kind: 'job', severity: 'note', text: 'x', subject: null }
      const span = { cluster_id: 'east', lane: 'role', subject: 'jm1', value: 'leader', proof: '', detail: null }
      await journal.db
        .insertInto('events')
        .values(Array.from({ length: 1_203 }, (_, index) => ({ ...event, at: index < 1_200 ? old + index : fresh + index })))
        .execute()
      await journal.db
        .insertInto('spans')
        .values([
          { ...span, from_at: old, to_at: old + 1 },
          { ...span, from_at: old, to_at: fresh },
          { ...span, from_at: old, to_at: null },
        ])
        .execute()
      const body = new Uint8Array([1])
      const keep = async (at: number, base: number | null) =>
        (
          await journal.db
            .insertInto('snapshots')
            .values({ cluster_id: 'east', at, kind: 'change', base_id: base, body })
            .returning('id')
            .executeTakeFirstOrThrow()
        ).id
      const [alone, base] = [await keep(old, null), await keep(old + 1, null)]
      await keep(old + 2, base)
      const leaning = await keep(fresh, base)
      await keep(old + 3, alone)
      await appendAudit(journal, { actor: null, from: null, action: 'x', clusterId: null, target: null, reason: null, result: 'done' })
      expect(await forgetOld(journal, { keepDays: 400, keepSnapshotsDays: 90 }, now, 0)).toBe(1_200 + 1 + 3)
      const count = async (table: 'events' | 'spans' | 'audit') => (await journal.db.selectFrom(table).selectAll().execute()).length
      expect([await count('events'), await count('spans'), await count('audit')]).toEqual([3, 2, 1])
      expect((await journal.db.selectFrom('snapshots').select('id').orderBy('id').execute()).map(({ id }) => id)).toEqual([base, leaning])
    })
  })

  describe(`history on ${name}`, () => {
    it('The history merges the spans of a flapping master into one a step and keeps long ones', async () => {
      const flap = Array.from({ length: 600 }, (_, index) => ({
        cluster_id: 'east',
        lane: 'role',
        subject: 'jm2',
        value: index % 2 ? 'down' : 'standby',
        proof: '',
        detail: null,
        from_at: now - 86_400_000 + index * 1_000,
        to_at: now - 86_400_000 + (index + 1) * 1_000,
      }))
      for (let at = 0; at < flap.length; at += 200)
        await journal.db
          .insertInto('spans')
          .values(flap.slice(at, at + 200))
          .execute()
      await journal.db
        .insertInto('spans')
        .values({
          cluster_id: 'east',
          lane: 'role',
          subject: 'jm2',
          value: 'standby',
          proof: '',
          detail: null,
          from_at: now - 80_000_000,
          to_at: null,
        })
        .execute()
      const observed = (from: number) =>
        journal.db
          .insertInto('spans')
          .values({
            cluster_id: 'east',
            lane: 'observation',
            subject: '',
            value: 'watched',
            proof: '',
            detail: null,
            from_at: from,
            to_at: now,
          })
          .execute()
      await observed(now - 3_600_000)
      const young = await readHistory(journal, { clusterId: 'east', from: now - 86_400_000, to: now, before: null, mostEvents: 10 })
      expect(young.resolutionMs, 'an hour is not drawn as coarsely as a day').toBe(0)
      await observed(now - 86_400_000)
      const history = await readHistory(journal, { clusterId: 'east', from: now - 86_400_000, to: now, before: null, mostEvents: 10 })
      const spans = history.lanes[0]!.spans
      expect(history.resolutionMs).toBe(108_000)
      expect(spans.length).toBeLessThanOrEqual(8)
      expect(spans.slice(0, -1).reduce((sum, { changes = 1 }) => sum + changes, 0)).toBe(600)
      expect(spans.at(-1)).toEqual({ role: 'standby', from: new Date(now - 80_000_000).toISOString(), to: null })
    })

    it('The history tells gaps in observation, also those that reach into the range, and none before the first picture', async () => {
      const watched = (from: number, to: number) => ({
        cluster_id: 'east',
        lane: 'observation',
        subject: '',
        value: 'watched',
        proof: '',
        detail: null,
        from_at: now - from * minute,
        to_at: now - to * minute,
      })
      await journal.db
        .insertInto('spans')
        .values([watched(600, 500), watched(400, 90), watched(80, 70), watched(60, 0)])
        .execute()
      const gaps = async (from: number, to: number) =>
        (
          await readHistory(journal, { clusterId: 'east', from: now - from * minute, to: now - to * minute, before: null, mostEvents: 1 })
        ).gaps.map((gap) => [(now - Date.parse(gap.from)) / minute, (now - Date.parse(gap.to)) / minute])
      expect(await gaps(700, 65)).toEqual([
        [500, 400],
        [90, 80],
        [70, 65],
      ])
      expect(await gaps(85, 75)).toEqual([[85, 80]])
      expect(await gaps(450, 440)).toEqual([[450, 440]])
    })
  })
}
