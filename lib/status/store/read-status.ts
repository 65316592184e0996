import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import { dayMs } from '@/lib/base/durations'
import { shownDays } from '@/lib/status/model/day'
import { statusTimes } from '@/lib/status/model/limits'
import type { Span } from '@/lib/status/model/outage'
import type { StoredStatus } from '@/lib/status/model/stored-page'
import { listClusters, listSpans, type StoredSpan } from './clusters'
import type { StatusHead } from './head'
import { listIncidents } from './incidents'
import { listMaintenances } from './maintenances'
import { listPages } from './pages'

/** Spans that were over long enough do not change: only newer ones are read again. */
export interface SpanCache {
  spans: StoredSpan[]
}

/** Everything pages are made from, as one state: read in one transaction, so that its parts belong together. */
export async function readStatus(journal: Journal, head: StatusHead, cache: SpanCache, now: number): Promise<StoredStatus> {
  const oldest = now - (shownDays + 1) * dayMs
  return journal.db.transaction().execute(async (db) => {
    cache.spans = await readSpans({ db }, cache.spans, oldest)
    return {
      pages: await listPages({ db }),
      clusters: await listClusters({ db }),
      observedAt: head.observedAt,
      spans: toSpans(cache.spans, head.observedAt),
      incidents: await listIncidents({ db }, oldest),
      maintenances: await listMaintenances({ db }, oldest),
      changedAt: head.changedAt,
    }
  })
}

async function readSpans(reader: Pick<Journal, 'db'>, known: readonly StoredSpan[], oldest: number): Promise<StoredSpan[]> {
  const open = known.filter(({ to }) => to === null).map(({ from }) => from)
  const since = open.length > 0 ? Math.min(...open) : known.length > 0 ? known.at(-1)!.from : -Infinity
  const from = Math.max(since - statusTimes.longestTakenBack, 0)
  const fresh = await listSpans(reader, from)
  const kept = known.filter((span) => span.from < from)
  return [...kept, ...fresh].filter(({ to }) => to === null || to >= oldest)
}

/** An open span reaches as far as its cluster was observed. */
export function toSpans(stored: readonly StoredSpan[], observedAt: Readonly<Record<string, number>>): Map<string, Span[]> {
  const spans = new Map<string, Span[]>()
  for (const { clusterId, state, from, to } of stored) {
    const end = to ?? observedAt[clusterId] ?? from
    if (end < from || (to !== null && end === from)) continue
    const list = spans.get(clusterId)
    if (list) list.push({ state, from, to: end })
    else spans.set(clusterId, [{ state, from, to: end }])
  }
  return spans
}
