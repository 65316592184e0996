import 'server-only'
import { dayMs, hourMs } from '@/lib/base/durations'
import { toIso } from '@/lib/model/observed'
import type { Moment } from '@/lib/model/history'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Journal } from '../dialect'
import { unpackSnapshot } from '../record/snapshot-body'
import { completeSnapshot, type StoredSnapshot } from './complete-snapshot'
import { readEvents } from './events'
import { readGaps, readHistory } from './history'

const lanesMs = dayMs
const afterMs = hourMs
const mostEvents = 50

/** The cluster as it was at a moment; null: the journal has nothing of it. @param at epoch ms */
export async function findMoment(journal: Journal, clusterId: string, at: number): Promise<Moment | null> {
  const taken = await findSnapshot(journal, clusterId, at)
  if (taken === null) return null
  const day = { clusterId, from: at - lanesMs, to: at, before: null, mostEvents }
  const [history, later, steps, gaps] = await Promise.all([
    readHistory(journal, day),
    readEvents(journal, { ...day, from: at + 1, to: at + afterMs, mostEvents: 500 }),
    readSteps(journal, clusterId, at),
    readGaps(journal, clusterId, { from: at, to: at + 1 }),
  ])
  const gap = gaps[0] ?? null
  return {
    at: toIso(at),
    takenAt: toIso(taken.at),
    nextTakenAt: taken.next === null ? null : toIso(taken.next),
    gap: gap === null ? null : await widen(journal, clusterId, at),
    snapshot: { ...taken.snapshot, lanes: history.lanes, verdicts: history.verdicts, events: history.events },
    after: later.events.reverse().slice(0, mostEvents),
    ...steps,
  }
}

async function findSnapshot(
  { db }: Journal,
  clusterId: string,
  at: number,
): Promise<{ at: number; next: number | null; snapshot: ClusterSnapshot } | null> {
  const row = await db
    .selectFrom('snapshots')
    .select(['at', 'base_id', 'body'])
    .where('cluster_id', '=', clusterId)
    .where('at', '<=', at)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const next = await db
    .selectFrom('snapshots')
    .select('at')
    .where('cluster_id', '=', clusterId)
    .where('at', '>', at)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
  const base =
    row.base_id === null ? null : await db.selectFrom('snapshots').select('body').where('id', '=', row.base_id).executeTakeFirstOrThrow()
  const text = await unpackSnapshot(row.body, base === null ? null : await unpackSnapshot(base.body, null))
  return { at: row.at, next: next?.at ?? null, snapshot: completeSnapshot(JSON.parse(text) as StoredSnapshot) }
}

/** The whole gap around a moment; without an end while no console watches yet. */
async function widen({ db }: Journal, clusterId: string, at: number): Promise<Moment['gap']> {
  const observed = db.selectFrom('spans').where('cluster_id', '=', clusterId).where('lane', '=', 'observation')
  const before = await observed.select('to_at').where('to_at', '<=', at).orderBy('to_at', 'desc').limit(1).executeTakeFirst()
  const after = await observed.select('from_at').where('from_at', '>', at).orderBy('from_at').limit(1).executeTakeFirst()
  return before ? { from: toIso(before.to_at ?? at), to: toIso(after?.from_at ?? Date.now()) } : null
}

/** Where the arrow keys lead: events and the beginnings of roles and verdicts. */
async function readSteps({ db }: Journal, clusterId: string, at: number): Promise<Pick<Moment, 'previousChange' | 'nextChange'>> {
  const events = db.selectFrom('events').select('at as time').where('cluster_id', '=', clusterId)
  const spans = db.selectFrom('spans').select('from_at as time').where('cluster_id', '=', clusterId)
  const [eventBefore, spanBefore, eventAfter, spanAfter] = await Promise.all([
    events.where('at', '<', at).orderBy('at', 'desc').limit(1).executeTakeFirst(),
    spans.where('from_at', '<', at).where('lane', 'in', ['role', 'verdict']).orderBy('from_at', 'desc').limit(1).executeTakeFirst(),
    events.where('at', '>', at).orderBy('at').limit(1).executeTakeFirst(),
    spans.where('from_at', '>', at).where('lane', 'in', ['role', 'verdict']).orderBy('from_at').limit(1).executeTakeFirst(),
  ])
  const before = [eventBefore, spanBefore].flatMap((row) => (row ? [row.time] : []))
  const after = [eventAfter, spanAfter].flatMap((row) => (row ? [row.time] : []))
  return {
    previousChange: before.length > 0 ? toIso(Math.max(...before)) : null,
    nextChange: after.length > 0 ? toIso(Math.min(...after)) : null,
  }
}
