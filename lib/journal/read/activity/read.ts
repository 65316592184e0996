import 'server-only'
import { activitySources, type ActivitySource } from '@/lib/model/activity-sources'
import type { ActivityEntry } from '@/lib/model/activity'
import type { Journal } from '../../dialect'
import { compareEntries, isAfterCursor, toCursorText, type ActivityQuestion } from './question'
import { readSource } from './sources'

/** After the filters by severity and name, little may be left: it is queried again so often, further back. */
const mostTurns = 20
/** Sources whose entries have an actor: only these are read when the filter names one. */
const withSomebody: readonly ActivitySource[] = ['operation', 'incident', 'maintenance', 'audit']

/** One page, newest first. @throws what the database throws */
export async function readActivity(
  journal: Pick<Journal, 'db'>,
  question: ActivityQuestion,
): Promise<{ entries: ActivityEntry[]; next: string | null }> {
  const asked = question.sources.length > 0 ? question.sources : activitySources
  const sources = question.who === null ? asked : asked.filter((source) => withSomebody.includes(source))
  const fits = createFilter(question)
  const found: ActivityEntry[] = []
  let { before } = question
  for (let turn = 0; turn < mostTurns; turn++) {
    const batch = await readBatch(journal, { ...question, before }, sources)
    found.push(...batch.filter(fits))
    const last = batch.at(-1)
    if (found.length > question.limit) break
    if (last === undefined || batch.length < question.limit) return { entries: found, next: null }
    before = { at: Date.parse(last.at), source: last.source, row: last.id.slice(last.source.length + 1) }
  }
  const entries = found.slice(0, question.limit)
  const end = entries.at(-1)
  if (found.length > entries.length && end) return { entries, next: toCursorText(end) }
  return { entries, next: before === null ? null : `${before.at}.${before.source}-${before.row}` }
}

/** The next entries of all sources in their common order, at most `limit`: an older one of any source cannot come before them. */
async function readBatch(
  { db }: Pick<Journal, 'db'>,
  question: ActivityQuestion,
  sources: readonly ActivitySource[],
): Promise<ActivityEntry[]> {
  const all = (await Promise.all(sources.map((source) => readSource[source](db, question)))).flat()
  const { before } = question
  return all
    .filter((entry) => before === null || isAfterCursor(entry, before))
    .sort(compareEntries)
    .slice(0, question.limit)
}

function createFilter({ severities, who }: ActivityQuestion): (entry: ActivityEntry) => boolean {
  const sought = who?.toLowerCase() ?? null
  return (entry) =>
    (severities.length === 0 || severities.includes(entry.severity)) &&
    (sought === null || (entry.who ?? '').toLowerCase().includes(sought))
}
