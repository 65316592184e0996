import 'server-only'
import { sql } from 'kysely'
import type { Journal } from '../dialect'

export interface Range {
  /** Epoch ms. */
  from: number
  to: number
}

export interface ReadSpan {
  subject: string
  value: string
  detail: string | null
  from: number
  to: number | null
  changes?: number
}

const mostSpans = 20_000

/**
 * The spans of one lane that touch a range, oldest first. Those shorter than `resolution` are gathered by the database to at most one per
 * subject and step, so that ninety days of a flapping cluster cost no more than a day without changes.
 */
export async function readSpans(
  journal: Journal,
  clusterId: string,
  lane: string,
  { from, to }: Range,
  resolution: number,
): Promise<ReadSpan[]> {
  const touching = journal.db
    .selectFrom('spans')
    .where('cluster_id', '=', clusterId)
    .where('lane', '=', lane)
    .where('from_at', '<=', to)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>=', from)]))
  const long = await touching
    .select(['subject', 'value', 'detail', 'from_at', 'to_at'])
    .$if(resolution > 0, (query) =>
      query.where((where) => where.or([where('to_at', 'is', null), where(sql<number>`to_at - from_at`, '>=', resolution)])),
    )
    .orderBy('from_at')
    .limit(mostSpans)
    .execute()
  const spans = long.map(({ from_at, to_at, ...span }): ReadSpan => ({ ...span, from: from_at, to: to_at }))
  if (resolution === 0) return spans
  const step = sql<number>`from_at / ${sql.lit(resolution)}`
  const short = await touching
    .select([
      'subject',
      'value',
      sql<number>`min(from_at)`.as('from'),
      sql<number>`max(to_at)`.as('to'),
      sql<number>`count(*)`.as('count'),
      sql<number>`sum(to_at - from_at)`.as('length'),
    ])
    .where(sql<number>`to_at - from_at`, '<', resolution)
    .groupBy(['subject', 'value', step])
    .orderBy(sql`min(from_at)`)
    .limit(mostSpans)
    .execute()
  const gathered = gather(
    short.map((row) => ({ ...row, from: Number(row.from), to: Number(row.to), count: Number(row.count), length: Number(row.length) })),
    resolution,
  )
  return [...spans, ...gathered].sort((one, two) => one.from - two.from)
}

type Short = { subject: string; value: string; from: number; to: number; count: number; length: number }

/** One span per subject and step, with the value that lasted longest. */
export function gather(short: readonly Short[], resolution: number): ReadSpan[] {
  const steps = new Map<string, Short[]>()
  for (const one of short) {
    const key = `${one.subject} ${Math.floor(one.from / resolution)}`
    steps.set(key, [...(steps.get(key) ?? []), one])
  }
  return [...steps.values()].map((all) => {
    const longest = all.reduce((best, one) => (one.length > best.length ? one : best))
    const changes = all.reduce((sum, { count }) => sum + count, 0)
    const span: ReadSpan = {
      subject: longest.subject,
      value: longest.value,
      detail: null,
      from: Math.min(...all.map(({ from }) => from)),
      to: Math.max(...all.map(({ to }) => to)),
    }
    return changes === 1 ? span : { ...span, changes }
  })
}
