import type { Insertable } from 'kysely'
import { appendAudit } from '@/lib/journal/audit/append'
import { openJournal } from '@/lib/journal/open'
import { packSnapshot, toSnapshotText } from '@/lib/journal/record/snapshot-body'
import type { EventsTable, SpansTable, TermsTable } from '@/lib/journal/tables/journal'
import { aSituation } from '@/lib/testing/situations'

/**
 * Ninety days of a cluster to look at: `node --conditions=react-server --import tsx e2e/gallery/seed-journal.ts folder`.
 * SEED_FLAPS=N adds N spans of a master that comes and goes, to see what long lanes cost.
 */
const [dataDir = 'test-results/gallery-data'] = process.argv.slice(2)
const clusterId = 'allIsWell'
const now = Date.now()
const hour = 3_600_000
const day = 24 * hour
const masters = ['jm1:8081', 'jm2:8081', 'jm3:8081']
const journal = await openJournal({ dataDir, databaseUrl: process.env.DATABASE_URL ?? null })
const spans: Insertable<SpansTable>[] = []
const terms: Insertable<TermsTable>[] = []
const events: Insertable<EventsTable>[] = []

/** When each term began, and how long there had been no leader before it, s. */
const begins = [
  [90 * day, 0],
  [61 * day, 34],
  [40 * day, 12],
  [12 * day, 51],
  [3 * day, 33],
  [19 * hour, 35],
  [10 * hour, 31],
  [2.3 * hour, 34],
] as const
const gaps = [
  [33 * day, 2 * day],
  [5 * day, 6 * hour],
  [14 * hour, 40 * 60_000],
] as const

const span = (lane: string, subject: string, value: string, from: number, to: number | null) =>
  spans.push({
    cluster_id: clusterId,
    lane,
    subject,
    value,
    proof: '',
    detail: null,
    from_at: Math.round(now - from),
    to_at: to === null ? null : Math.round(now - to),
  })
const event = (at: number, kind: string, severity: string, text: string, subject: string | null) =>
  events.push({ cluster_id: clusterId, at: Math.round(now - at), kind, severity, text, subject })

begins.forEach(([begin, wait], index) => {
  const leader = masters[index % 2]!
  const other = masters[(index + 1) % 2]!
  const next = begins[index + 1]
  const end = next ? next[0] + next[1] * 1_000 : null
  terms.push({
    cluster_id: clusterId,
    leader_session_id: `bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f${index}`,
    master: leader,
    rpc_address: `pekko.tcp://flink@${leader.split(':')[0]}:50010/user/rpc/dispatcher_1`,
    zk_session_id: `0x1000015a68a000${index}`,
    from_at: Math.round(now - begin),
    seen_at: Math.round(now - begin),
    last_seen_at: null,
    to_at: end === null ? null : Math.round(now - end),
    is_end_unseen: 0,
    end_code: end === null ? null : 'process-ended',
    end_text: end === null ? null : `The process of ${leader} ended.`,
  })
  span('role', leader, 'leader', begin, end)
  span('role', other, 'down', begin + wait * 1_000, begin - 25 * 60_000)
  span('role', other, 'standby', begin - 25 * 60_000, next ? next[0] : null)
  span('verdict', '', 'at-risk', begin, begin - 25 * 60_000)
  span('verdict', '', 'protected', begin - 25 * 60_000, end)
  if (index === 0) return
  span('verdict', '', 'no-leader', begin + wait * 1_000, begin)
  event(begin + wait * 1_000, 'process', 'error', `${other} exited`, other)
  event(begin, 'leader', 'warning', `${leader} took the lead after ${wait} s without a leader`, leader)
  event(begin - 25 * 60_000, 'role', 'note', `${other} stands by`, other)
})
span('role', 'jm3:8081', 'standby', 90 * day, null)
let from = 90 * day
for (const [begin, length] of gaps) {
  span('observation', '', 'watched', from, begin)
  from = begin - length
}
span('observation', '', 'watched', from, 0)
for (let index = 0; index < 40; index++)
  event(
    (index * 2.17 + 0.4) * day,
    'job',
    'note',
    index % 2 ? 'fraud-rules was submitted' : 'fraud-rules ended',
    '0c41d20a6c1f1c6f4c4d9b1c7fd277b1',
  )
for (let index = 0; index < Number(process.env.SEED_FLAPS ?? 0); index++) {
  const at = 89 * day - index * ((88 * day) / Number(process.env.SEED_FLAPS))
  span('role', 'jm4:8081', index % 2 ? 'down' : 'standby', at, at - 29_000)
}
await journal.db.transaction().execute(async (db) => {
  const insert = async (table: 'spans' | 'terms' | 'events', rows: never[]) => {
    for (let at = 0; at < rows.length; at += 500)
      await db
        .insertInto(table)
        .values(rows.slice(at, at + 500))
        .execute()
  }
  await insert('spans', spans as never[])
  await insert('terms', terms as never[])
  await insert('events', events as never[])
  for (const [at, name] of [
    [89 * day, 'allIsWell'],
    [3 * day + 20_000, 'leaderDied'],
    [3 * day, 'afterOutage'],
    [14.1 * hour, 'allIsWell'],
    [2.3 * hour + 30_000, 'leaderDied'],
    [2.3 * hour, 'afterOutage'],
    [1.8 * hour, 'allIsWell'],
  ] as const) {
    const snapshot = aSituation(name, now - at)
    await db
      .insertInto('snapshots')
      .values({
        cluster_id: clusterId,
        at: Math.round(now - at),
        kind: 'change',
        base_id: null,
        body: await packSnapshot(toSnapshotText({ ...snapshot, cluster: { ...snapshot.cluster, id: clusterId, name: clusterId } }), null),
      })
      .execute()
  }
})
const ada = { kind: 'person', id: 'u1', name: 'Ada Lovelace', role: 'operator' } as const
await appendAudit(journal, {
  actor: ada,
  from: '10.0.0.7',
  action: 'operation.stop-jobmanager',
  clusterId,
  target: 'jm1:8081',
  reason: 'Kernel update on jm1',
  result: 'started',
})
await appendAudit(journal, {
  actor: ada,
  from: '10.0.0.7',
  action: 'operation.stop-jobmanager',
  clusterId,
  target: 'jm1:8081',
  reason: 'Kernel update on jm1',
  result: 'done',
})
await appendAudit(journal, {
  actor: null,
  from: '10.0.0.9',
  action: 'sign-in',
  clusterId: null,
  target: 'bob',
  reason: null,
  result: 'refused',
})
await journal.close()
