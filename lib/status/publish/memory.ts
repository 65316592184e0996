import 'server-only'
import { findOpenSpans, listClusters } from '@/lib/status/store/clusters'
import type { Journal } from '@/lib/journal/dialect'
import { readHead } from '@/lib/status/store/head'
import { listIncidents } from '@/lib/status/store/incidents'
import { listMaintenances } from '@/lib/status/store/maintenances'
import { listPages } from '@/lib/status/store/pages'
import { dayMs } from '@/lib/base/durations'
import { shownDays } from '@/lib/status/model/day'
import type { ClusterMemory } from '@/lib/status/model/derive-change'
import type { Incident } from '@/lib/status/model/incident'
import { statusTimes } from '@/lib/status/model/limits'
import type { Maintenance } from '@/lib/status/model/maintenance'
import type { StoredPage } from '@/lib/status/model/stored-page'

/** What the publisher has to know of the database to compare new snapshots with it. */
export interface PublisherMemory {
  version: number
  pages: StoredPage[]
  maintenances: Maintenance[]
  clusters: Map<string, ClusterMemory>
}

/** Read anew after another process wrote; the last observation is never replaced by an older one. */
export async function readMemory(journal: Journal, before: PublisherMemory | null, now: number): Promise<PublisherMemory> {
  const { version, observedAt } = await readHead(journal)
  const pages = await listPages(journal)
  const [stored, spans, incidents] = [
    await listClusters(journal),
    await findOpenSpans(journal),
    await listIncidents(journal, now - statusTimes.latePhases),
  ]
  const ids = new Set(pages.flatMap(({ components }) => components.map(({ clusterId }) => clusterId)))
  const clusters = new Map<string, ClusterMemory>()
  for (const id of ids) {
    const known = stored.get(id)
    const span = spans.find(({ clusterId }) => clusterId === id)
    clusters.set(id, {
      cluster: known?.cluster ?? null,
      since: known?.since ?? now,
      observedAt: Math.max(observedAt[id] ?? 0, before?.clusters.get(id)?.observedAt ?? 0) || null,
      span: span ? { state: span.state, from: span.from } : null,
      incidents: new Map(pages.flatMap((page) => findNewest(incidents, page.id, id))),
    })
  }
  return { version, pages, maintenances: await listMaintenances(journal, now - shownDays * dayMs), clusters }
}

/** `incidents`: newest first. An open one comes before those that are over. */
function findNewest(incidents: readonly Incident[], pageId: string, clusterId: string): [string, Incident][] {
  const own = incidents.filter((one) => one.clusterId === clusterId && one.pageId === pageId)
  const newest = own.find(({ resolvedAt }) => resolvedAt === null) ?? own[0]
  return newest === undefined ? [] : [[pageId, newest]]
}
