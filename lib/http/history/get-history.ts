import 'server-only'
import { dayMs } from '@/lib/base/durations'
import { readHistory } from '@/lib/journal/read/history'
import type { History } from '@/lib/model/history'
import { toIso } from '@/lib/model/observed'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { askJournal } from './ask-journal'
import { filterHistory } from './filter-history'

const longestMs = 400 * dayMs

export interface HistoryQuery {
  /** Epoch ms; infinities for open ends. */
  from: number
  to: number
  before: string | null
  mostEvents: number
}

/**
 * The recorded history of a cluster; by default the last day. While the journal cannot be used it is what this process saw itself, and says
 * so.
 * @returns null: there is no such cluster
 */
export async function findHistory(console: UnderstudyConsole, clusterId: string, asked: HistoryQuery): Promise<History | null> {
  const seen = console.findHistory(clusterId)
  if (seen === null) return null
  const to = Math.min(asked.to, Date.now())
  const from = Math.max(asked.from === -Infinity ? to - dayMs : asked.from, to - longestMs)
  const range = { from: Math.min(from, to), to }
  const events = await askJournal((journal) =>
    readHistory(journal, { clusterId, ...range, before: asked.before, mostEvents: asked.mostEvents }),
  )
  if (events.value !== null) return { ...events.value, problem: null }
  const whole = asked.from === -Infinity ? { from: -Infinity, to } : range
  return {
    since: toIso(console.startedAt),
    from: toIso(range.from),
    to: toIso(range.to),
    resolutionMs: 0,
    ...filterHistory(seen, whole),
    quorum: [],
    gaps: [],
    terms: [],
    next: null,
    problem: events.problem,
  }
}
