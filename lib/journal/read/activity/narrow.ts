import 'server-only'
import type { SelectQueryBuilder } from 'kysely'
import { contains, sameInstant, type ActivityQuestion } from './question'

/** Applies the filters that every source can apply by itself, and takes the newest of the rest. */
export function narrow<D, T extends keyof D, O>(
  query: SelectQueryBuilder<D, T, O>,
  question: ActivityQuestion,
  time: string,
  words: readonly string[],
): SelectQueryBuilder<D, T, O> {
  // Every table here has these columns; Kysely cannot know that of all of them at once.
  let narrowed = query as unknown as SelectQueryBuilder<Record<string, Record<string, unknown>>, string, O>
  const { clusterId, from, to, before, text, limit } = question
  if (clusterId !== null) narrowed = narrowed.where('cluster_id', '=', clusterId)
  if (from !== null) narrowed = narrowed.where(time, '>=', from)
  const latest = Math.min(to ?? Infinity, before?.at ?? Infinity)
  if (latest !== Infinity) narrowed = narrowed.where(time, '<=', latest)
  if (text !== null) narrowed = narrowed.where(contains(words, text))
  return narrowed.orderBy(time, 'desc').limit(limit + sameInstant) as unknown as SelectQueryBuilder<D, T, O>
}
