import 'server-only'
import { hourMs } from '@/lib/base/durations'
import { compareNames } from '@/lib/model/compare-names'
import type { History, QuorumState, Term } from '@/lib/model/history'
import { toIso } from '@/lib/model/observed'
import type { LaneRole, VerdictLevel } from '@/lib/model/snapshot'
import type { Journal } from '../dialect'
import { readEvents } from './events'
import { deriveGaps } from './gaps'
import { readSpans, type Range, type ReadSpan } from './spans'
import type { HistoryQuestion } from './history-question'

const mostTerms = 500
/** Spans shorter than an eight-hundredth of the range cannot be drawn anyway. */
const steps = 800
const wholeUntilMs = 2 * hourMs

/** @throws what the database throws */
export async function readHistory(journal: Journal, question: HistoryQuestion): Promise<Omit<History, 'problem'>> {
  const { clusterId, from, to } = question
  const since = await findSince(journal, clusterId)
  // The lanes of a young journal are drawn over its own age, not over the requested day.
  const length = to - Math.max(from, since ?? to)
  const resolution = length <= wholeUntilMs ? 0 : Math.floor(length / steps)
  const spans = (lane: string) => readSpans(journal, clusterId, lane, question, resolution)
  const [roles, verdicts, quorum, terms, events, gaps] = await Promise.all([
    spans('role'),
    spans('verdict'),
    spans('quorum'),
    readTerms(journal, clusterId, question),
    readEvents(journal, question),
    readGaps(journal, clusterId, question),
  ])
  return {
    since: since === null ? null : toIso(since),
    from: toIso(from),
    to: toIso(to),
    resolutionMs: resolution,
    lanes: toLanes(roles),
    verdicts: verdicts.map((span) => ({ ...toTimes(span), value: span.value as VerdictLevel })),
    quorum: quorum.map((span) => ({ ...toTimes(span), value: span.value as QuorumState })),
    gaps: gaps.map((gap) => ({ from: toIso(gap.from), to: toIso(gap.to) })),
    terms,
    ...events,
  }
}

function toTimes({ from, to, changes }: ReadSpan): { from: string; to: string | null; changes?: number } {
  return { from: toIso(from), to: to === null ? null : toIso(to), ...(changes !== undefined && { changes }) }
}

function toLanes(spans: readonly ReadSpan[]): History['lanes'] {
  const lanes = new Map<string, History['lanes'][number]>()
  for (const span of spans) {
    const lane = lanes.get(span.subject) ?? { master: span.subject, spans: [] }
    lanes.set(span.subject, lane)
    lane.spans.push({ role: span.value as LaneRole, ...toTimes(span) })
  }
  return [...lanes.values()].sort((one, two) => compareNames(one.master, two.master))
}

async function readTerms({ db }: Journal, clusterId: string, { from, to }: Range): Promise<Term[]> {
  const rows = await db
    .selectFrom('terms')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('from_at', '<=', to)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>=', from)]))
    .orderBy('from_at', 'desc')
    .limit(mostTerms)
    .execute()
  return rows.map((row) => ({
    leaderSessionId: row.leader_session_id,
    master: row.master,
    rpcAddress: row.rpc_address,
    from: toIso(row.from_at),
    to: row.to_at === null ? null : toIso(row.to_at),
    lastSeenAt: row.is_end_unseen && row.last_seen_at !== null ? toIso(row.last_seen_at) : null,
    end: row.end_code === null ? null : { code: row.end_code, text: row.end_text ?? '' },
  }))
}

/** The observation before the range counts too: the range may begin, or lie, in a gap. */
export async function readGaps(journal: Journal, clusterId: string, range: Range): Promise<Range[]> {
  const before = await journal.db
    .selectFrom('spans')
    .select(['from_at', 'to_at'])
    .where('cluster_id', '=', clusterId)
    .where('lane', '=', 'observation')
    .where('to_at', '<', range.from)
    .orderBy('to_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const inside = await readSpans(journal, clusterId, 'observation', range, 0)
  return deriveGaps([...(before ? [{ from: before.from_at, to: before.to_at }] : []), ...inside], range, Date.now())
}

async function findSince({ db }: Journal, clusterId: string): Promise<number | null> {
  const first = await db
    .selectFrom('spans')
    .select('from_at')
    .where('cluster_id', '=', clusterId)
    .where('lane', '=', 'observation')
    .orderBy('from_at')
    .limit(1)
    .executeTakeFirst()
  return first?.from_at ?? null
}
