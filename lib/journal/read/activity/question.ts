import 'server-only'
import { activitySources, type ActivitySource } from '@/lib/model/activity-sources'
import type { ActivityEntry, ActivityFilter } from '@/lib/model/activity'
import { compareNames } from '@/lib/model/compare-names'
import { sql, type RawBuilder } from 'kysely'

/** A place in the list, which is ordered by time, then source, then row, newest first. */
export interface ActivityCursor {
  at: number
  source: ActivitySource
  row: string
}

export interface ActivityQuestion extends ActivityFilter {
  before: ActivityCursor | null
  limit: number
}

/** So many entries of one source may carry the same millisecond and still be paged without a loss. */
export const sameInstant = 200

export function toCursorText(entry: ActivityEntry): string {
  return `${Date.parse(entry.at)}.${entry.id}`
}

/** null: the text is no cursor. */
export function readActivityCursor(text: string | null): ActivityCursor | null {
  const match = /^(\d{1,16})\.([a-z]{1,12})-([\w-]{1,80})$/.exec(text ?? '')
  const source = activitySources.find((name) => name === match?.[2])
  return match && source ? { at: Number(match[1]), source, row: match[3]! } : null
}

/** Negative: `one` comes before `other`. */
export function compareEntries(one: ActivityEntry, other: ActivityEntry): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1
  const rank = activitySources.indexOf(one.source) - activitySources.indexOf(other.source)
  return rank !== 0 ? rank : compareNames(other.id, one.id)
}

export function isAfterCursor(entry: ActivityEntry, { at, source, row }: ActivityCursor): boolean {
  return compareEntries({ ...entry, at: new Date(at).toISOString(), source, id: `${source}-${row}` }, entry) < 0
}

/** Whether any of the columns contains the words, ignoring case. `%` and `_` are literal. */
export function contains(columns: readonly string[], words: string): RawBuilder<boolean> {
  const pattern = `%${escapeLike(words.toLowerCase())}%`
  return sql<boolean>`(${sql.join(
    columns.map((column) => sql`lower(${sql.ref(column)}) like ${pattern} escape '\\'`),
    sql` or `,
  )})`
}

/** Escapes text so that `like … escape '\\'` takes it literally. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
