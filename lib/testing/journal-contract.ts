import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { appendAudit, type AuditEntry } from '@/lib/journal/audit/append'
import { verifyAudit } from '@/lib/journal/audit/verify'
import type { Journal } from '@/lib/journal/dialect'
import { findLeaseHolder, holdsLease, releaseLease, renewLease, tryLease } from '@/lib/journal/leases'
import { migrate } from '@/lib/journal/migrate'
import { migrations } from '@/lib/journal/migrations/all'
import { changeTopics, type ChangeTopic } from '@/lib/journal/changes'
import { writeObserved } from '@/lib/status/store/head'
import { createIncident } from '@/lib/status/store/incidents'
import { createPage } from '@/lib/status/store/pages'
import { removeOldStatus } from '@/lib/status/store/retention'
import { createWebhook } from '@/lib/status/store/webhooks'
import { beginRun, saveSettings } from '@/lib/takeover/autopilot/autopilot-store'
import { createStore } from '@/lib/operations/run/store'
import { pino } from 'pino'
import { readActivity } from '@/lib/journal/read/activity/read'
import type { TestJournals } from './a-journal'

const entry: AuditEntry = {
  actor: { kind: 'person', id: 'u1', name: 'Ada', role: 'operator' },
  from: '127.0.0.1',
  action: 'operation.stop',
  clusterId: 'main',
  target: 'jm1:8081',
  reason: 'disk\0full \ud800',
  result: 'done',
  detail: { steps: 2 },
}

const everything = { clusterId: null, severities: [], from: null, to: null, text: null, who: null, before: null, limit: 50 }

/** Removes the audit's triggers, as an attacker who owns the database can. */
async function openAudit(journal: Journal): Promise<void> {
  if (journal.dialect === 'sqlite') return void (await sql`drop trigger if exists audit_in_order`.execute(journal.db))
  await sql`alter table audit disable trigger all`.execute(journal.db)
  await sql`alter table audit drop constraint if exists audit_counts_from_one`.execute(journal.db)
}

/** Tests of the journal for every database: the unit tests run them with SQLite, the real ones with Postgres. */
export function describeJournal(name: string, makePlace: () => Promise<TestJournals>): void {
  let place: TestJournals
  let journal: Journal
  let other: Journal

  beforeEach(async () => {
    place = await makePlace()
    ;[journal, other] = await Promise.all([place.open(), place.open()])
  })
  afterEach(() => place.close())

  describe(`the schema on ${name}`, () => {
    it('The schema is migrated once, however many processes open the journal at the same time', async () => {
      const { rows } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(journal.db)
      expect(rows.map((row) => row.name)).toEqual(migrations.map((migration) => migration.name))
    })

    it('A schema of a newer program is refused with a sentence', async () => {
      await sql`insert into schema_migrations (name, applied_at) values ('9999-future', 1)`.execute(journal.db)
      await expect(place.open()).rejects.toMatchObject({ code: 'newer-schema', message: expect.stringContaining('9999-future') })
    })

    it('A migration that fails leaves the schema as it was', async () => {
      const half = {
        name: '9998-half',
        up: async (db: Parameters<(typeof migrations)[number]['up']>[0]) => {
          await sql`create table half (id integer)`.execute(db)
          await sql`no such sql`.execute(db)
        },
      }
      await expect(migrate(journal.db as never, journal.dialect, [...migrations, half])).rejects.toMatchObject({ code: 'migration-failed' })
      await expect(sql`select * from half`.execute(journal.db)).rejects.toThrow()
    })
  })

  describe(`news on ${name}`, () => {
    it('News tell what the activity shows once it is committed, and nothing else', async () => {
      let notified = 0
      const hearing = await place.open({ onChanges: (topics) => void (topics.includes('activity') && notified++) })
      const event = { cluster_id: 'east', kind: 'job', severity: 'note', text: 'x', subject: null }
      // On Postgres every console's writes are notified, on SQLite there is one console.
      const writer = journal.dialect === 'postgres' ? other : hearing
      if (journal.dialect === 'postgres') await expect.poll(() => notified, { message: 'it listens' }).toBe(1)
      const before = notified
      await writer.db.transaction().execute(async (db) => {
        for (const at of [1, 2, 3])
          await db
            .insertInto('events')
            .values({ ...event, at })
            .execute()
        if (writer === hearing) expect(notified).toBe(before)
      })
      await expect.poll(() => notified, { message: 'one transaction, one word' }).toBe(before + 1)
      await writer.db
        .transaction()
        .execute(async (db) => {
          await db
            .insertInto('events')
            .values({ ...event, at: 4 })
            .execute()
          throw new Error('taken back')
        })
        .catch(() => undefined)
      await tryLease(writer, 'east', 'a', 1_000)
      await appendAudit(writer, entry)
      await expect.poll(() => notified).toBe(before + 2)
      await writer.db
        .insertInto('events')
        .values({ ...event, at: 5 })
        .execute()
      await expect.poll(() => notified).toBe(before + 3)
    })
  })

  describe(`news of what is set on ${name}`, () => {
    it('News of settings name what was written, and only that', async () => {
      const notified: ChangeTopic[][] = []
      const hearing = await place.open({ onChanges: (topics) => void notified.push([...topics]) })
      const writer = journal.dialect === 'postgres' ? other : hearing
      if (journal.dialect === 'postgres')
        await expect.poll(() => notified, { message: 'what was missed is not known' }).toEqual([[...changeTopics]])
      const next = async (write: () => Promise<unknown>) => {
        notified.length = 0
        await write()
        // On Postgres each table of a transaction has a notification of its own.
        await expect.poll(() => notified.length).toBeGreaterThan(0)
        await sleep(50)
        return [...new Set(notified.flat())].sort()
      }
      const store = createStore(writer)
      expect(await next(() => store.raiseEmergencyStop({ since: new Date(1).toISOString(), by: 'Ada', reason: null }))).toEqual([
        'autopilots',
        'emergency-stop',
      ])
      expect(await next(() => store.liftEmergencyStop())).toEqual(['autopilots', 'emergency-stop'])
      expect(await next(() => saveSettings(writer, 'east', { isOn: true, againAfterMs: 60_000, by: 'Ada' }))).toEqual(['autopilots'])
      expect(await next(() => beginRun(writer, 'east', { leaderSessionId: 'x', master: 'jm1:8081' }))).toEqual(['autopilots'])
      let pageId = ''
      expect(
        await next(
          async () =>
            (pageId = await createPage(
              writer,
              {
                slug: 'streams',
                title: 'Streams',
                description: null,
                isPublished: false,
                thresholdMs: 10_000,
                components: [{ clusterId: 'east', name: 'Orders', description: null, group: null }],
              },
              1,
            )),
        ),
      ).toEqual(['status-pages'])
      expect(
        await next(() => createIncident(writer, { pageId, title: 'Slow', impact: 'minor', status: 'investigating', body: 'We look.' }, 1)),
      ).toEqual(['activity', 'status-pages'])
      expect(await next(() => createWebhook(writer, pageId, 'https://example.org/hook', 1))).toEqual(['webhooks'])
      expect(await next(() => appendAudit(writer, entry))).toEqual(['activity'])
      expect(
        await next(async () => {
          await store.liftEmergencyStop()
          await removeOldStatus(writer, Date.now())
          await writer.db.transaction().execute((db) => writeObserved(db, { east: 1 }))
          await writer.db
            .insertInto('events')
            .values({ cluster_id: 'east', at: 1, kind: 'job', severity: 'note', text: 'x', subject: null })
            .execute()
        }),
        'what touches no row, or what nobody is told, is no news',
      ).toEqual(['activity'])
    })
  })

  describe(`the audit on ${name}`, () => {
    it('The audit chains lines that two replicas write at once', async () => {
      const writers = Array.from({ length: 20 }, (_, index) => appendAudit(index % 2 ? journal : other, { ...entry, target: `jm${index}` }))
      expect((await Promise.all(writers)).sort((one, two) => one - two)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
      expect(await verifyAudit(journal)).toMatchObject({
        lines: 20,
        brokenAt: null,
        sentence: 'All 20 lines of the audit are whole and in order.',
      })
    })

    it('The database itself refuses any change of the audit', async () => {
      await appendAudit(journal, entry)
      await expect(journal.db.updateTable('audit').set({ result: 'refused' }).execute()).rejects.toThrow('append-only')
      await expect(journal.db.deleteFrom('audit').execute()).rejects.toThrow('append-only')
      if (journal.dialect === 'postgres') await expect(sql`truncate audit`.execute(journal.db)).rejects.toThrow('append-only')
      expect(await journal.db.selectFrom('audit').select(['actor_name', 'reason', 'detail']).execute()).toEqual([
        { actor_name: 'Ada', reason: 'disk\uFFFDfull \uFFFD', detail: '{"steps":2}' },
      ])
    })

    it('The audit’s check finds a line that was changed in the database', async () => {
      for (const target of ['a', 'b', 'c']) await appendAudit(journal, { ...entry, target })
      await (journal.dialect === 'sqlite' ? sql`drop trigger audit_no_update` : sql`alter table audit disable trigger all`).execute(
        journal.db,
      )
      await journal.db.updateTable('audit').set({ target: 'x' }).where('seq', '=', 2).execute()
      expect(await verifyAudit(journal)).toMatchObject({ lines: 1, brokenAt: 2 })
    })

    it('The audit’s check against a noted line tells a cut-off end from a rewritten chain', async () => {
      expect(await verifyAudit(journal)).toMatchObject({ lines: 0, brokenAt: null, sentence: 'The audit has no line yet.' })
      await appendAudit(journal, { ...entry, target: 'a' })
      const { lines: line, head: hash } = await verifyAudit(journal)
      await appendAudit(journal, { ...entry, target: 'b' })
      expect(await verifyAudit(journal, { line, hash })).toMatchObject({
        lines: 2,
        brokenAt: null,
        sentence: 'All 2 lines of the audit are whole and in order. Line 1 is the one that was written down.',
      })
      expect(await verifyAudit(journal, { line: 3, hash })).toMatchObject({
        lines: 2,
        brokenAt: 3,
        sentence: expect.stringContaining('cut off'),
      })
      expect(await verifyAudit(journal, { line: 2, hash })).toMatchObject({
        lines: 1,
        brokenAt: 2,
        sentence: expect.stringContaining('written anew'),
      })
    })

    it('The audit takes a line only as the next one: not before the first, not over another, not beyond a gap', async () => {
      for (const target of ['a', 'b']) await appendAudit(journal, { ...entry, target })
      const [line] = await journal.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').execute()
      for (const seq of [-7, 0, 1, 2, 4, 2.5])
        await expect(
          journal.db
            .insertInto('audit')
            .values({ ...line!, seq })
            .execute(),
          String(seq),
        ).rejects.toThrow()
      if (journal.dialect === 'sqlite') {
        await expect(sql`insert or replace into audit select * from audit where seq = 1`.execute(journal.db)).rejects.toThrow(
          'follow each other',
        )
        await expect(
          sql`insert or replace into audit (rowid, seq, at, action, result, previous_hash, hash) values (1, 3, 0, 'x', 'done', '', '')`.execute(
            journal.db,
          ),
        ).rejects.toThrow('append-only')
      }
      expect([await appendAudit(journal, entry), await verifyAudit(journal)]).toMatchObject([3, { lines: 3, brokenAt: null }])
    })

    it('The audit’s check finds a line that was put before the first, and Activity does not show it', async () => {
      for (const target of ['a', 'b']) await appendAudit(journal, { ...entry, target })
      await openAudit(journal)
      const [line] = await journal.db.selectFrom('audit').selectAll().execute()
      await journal.db
        .insertInto('audit')
        .values({ ...line!, seq: -7, target: 'forged' })
        .execute()
      expect(await verifyAudit(journal)).toMatchObject({ lines: 0, brokenAt: 1 })
      expect(
        await verifyAudit(journal, {
          line: 2,
          hash: (await journal.db.selectFrom('audit').select('hash').where('seq', '=', 2).executeTakeFirstOrThrow()).hash,
        }),
      ).toMatchObject({ brokenAt: 1 })
      const shown = await readActivity(journal, { ...everything, sources: ['audit'] })
      expect(shown.entries.map(({ id }) => id).sort()).toEqual(['audit-1', 'audit-2'])
      expect(await appendAudit(journal, entry), 'and the next line has the next number').toBe(3)
    })

    it('The audit logs number and hash of each line, so that a cut is told by the log', async () => {
      const logged: unknown[] = []
      const before = processWide.log
      processWide.log = pino({ base: null, timestamp: false }, { write: (text: string) => void logged.push(JSON.parse(text)) })
      await appendAudit(journal, entry)
      processWide.log = before
      const { lines: line, head: hash } = await verifyAudit(journal)
      expect(logged).toEqual([{ level: 30, audit: { line, hash }, msg: 'The audit has a new line.' }])
    })

    it('The audit’s check finds a line that was removed', async () => {
      for (const target of ['a', 'b', 'c']) await appendAudit(journal, { ...entry, target })
      await (journal.dialect === 'sqlite' ? sql`drop trigger audit_no_delete` : sql`alter table audit disable trigger all`).execute(
        journal.db,
      )
      await journal.db.deleteFrom('audit').where('seq', '=', 2).execute()
      expect(await verifyAudit(journal)).toMatchObject({ brokenAt: 2 })
    })
  })

  describe(`a lease on ${name}`, () => {
    it('A lease belongs to one holder until it expires', async () => {
      expect(await tryLease(journal, 'recorder', 'a', 300)).toBe(true)
      expect(await tryLease(other, 'recorder', 'b', 300)).toBe(false)
      expect(await tryLease(journal, 'recorder', 'a', 300)).toBe(true)
      expect(await findLeaseHolder(other, 'recorder')).toBe('a')
      await sleep(350)
      expect(await renewLease(journal, 'recorder', 'a', 300)).toBe(false)
      expect(await findLeaseHolder(other, 'recorder')).toBeNull()
      expect(await tryLease(other, 'recorder', 'b', 5_000)).toBe(true)
      expect(await renewLease(other, 'recorder', 'b', 5_000)).toBe(true)
      expect(await tryLease(journal, 'recorder', 'a', 300)).toBe(false)
    })

    it('A lease that many ask for at once goes to exactly one', async () => {
      const wanted = Array.from({ length: 12 }, (_, index) =>
        tryLease(index % 2 ? journal : other, 'operation:main', `holder-${index}`, 5_000),
      )
      expect((await Promise.all(wanted)).filter(Boolean)).toHaveLength(1)
    })

    it('A lease can be released by its holder only, and is free then', async () => {
      await tryLease(journal, 'recorder', 'a', 5_000)
      await releaseLease(other, 'recorder', 'b')
      expect(await findLeaseHolder(other, 'recorder')).toBe('a')
      await releaseLease(journal, 'recorder', 'a')
      expect(await tryLease(other, 'recorder', 'b', 5_000)).toBe(true)
    })

    it('A lease cannot be taken while its holder writes', async () => {
      await tryLease(journal, 'recorder', 'a', 400)
      let taken: Promise<boolean> = Promise.resolve(false)
      await journal.db.transaction().execute(async (transaction) => {
        expect(await holdsLease({ db: transaction, dialect: journal.dialect }, 'recorder', 'a')).toBe(true)
        await sleep(450)
        taken = tryLease(other, 'recorder', 'b', 5_000)
        const first = await Promise.race([taken.then(() => 'taken'), sleep(100, 'kept')])
        expect(first).toBe('kept')
      })
      expect(await taken).toBe(true)
    })
  })
}
