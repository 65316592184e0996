import 'server-only'
import { bumpVersion, type Writer } from '@/lib/status/store/change'
import { closeSpans, openSpan, writeCluster } from '@/lib/status/store/clusters'
import { writeObserved } from '@/lib/status/store/head'
import { writeStep } from '@/lib/status/store/incidents'
import { isTurnMissing, writeTransitions } from '@/lib/status/store/maintenances'
import { deriveChange, type ClusterChange, type ClusterMemory, type PageOfCluster } from '@/lib/status/model/derive-change'
import { isUnderMaintenance } from '@/lib/status/model/maintenance'
import type { PublicCluster } from '@/lib/status/model/public-cluster'
import type { PublisherMemory } from './memory'

/** What is to be written now, compared with `memory`; snapshots of clusters that are on no page are left out. */
export interface Batch {
  changes: Map<string, ClusterChange>
  observedAt: Record<string, number>
  hasTransitions: boolean
}

export function toBatch(memory: PublisherMemory, observed: ReadonlyMap<string, PublicCluster>, now: number): Batch {
  const changes = new Map<string, ClusterChange>()
  const observedAt: Record<string, number> = {}
  for (const [id, known] of memory.clusters) {
    const cluster = observed.get(id)
    const change = cluster ? deriveChange(known, cluster, now, findPagesOf(memory, id, now)) : null
    if (change) changes.set(id, change)
    const at = cluster && cluster.state !== 'unknown' ? now : known.observedAt
    if (at !== null) observedAt[id] = at
  }
  return { changes, observedAt, hasTransitions: memory.maintenances.some((one) => isTurnMissing(one, now)) }
}

/** The pages of a cluster, published or not: history is kept from the moment a cluster is put on one. */
function findPagesOf({ pages, maintenances }: PublisherMemory, clusterId: string, now: number): PageOfCluster[] {
  const isMaintenance = isUnderMaintenance(maintenances, clusterId, now)
  return pages.flatMap(({ id, thresholdMs, components }) => {
    const component = components.find((one) => one.clusterId === clusterId)
    return component === undefined ? [] : [{ pageId: id, name: component.name, thresholdMs, isMaintenance }]
  })
}

export function isPulse({ changes, hasTransitions }: Batch): boolean {
  return changes.size === 0 && !hasTransitions
}

/** Writes a batch. @returns what memory has to hold once it is committed */
export async function writeBatch(writer: Writer, memory: PublisherMemory, batch: Batch, now: number): Promise<Map<string, ClusterMemory>> {
  const clusters = new Map(memory.clusters)
  for (const [id, change] of batch.changes) clusters.set(id, await writeChange(writer, id, clusters.get(id)!, change, now))
  for (const [id, at] of Object.entries(batch.observedAt)) {
    const known = clusters.get(id)
    if (known) clusters.set(id, { ...known, observedAt: at })
  }
  if (batch.hasTransitions) await writeTransitions(writer, memory.maintenances, now)
  await writeObserved(writer, batch.observedAt)
  if (!isPulse(batch)) await bumpVersion(writer, now)
  return clusters
}

async function writeChange(
  writer: Writer,
  clusterId: string,
  known: ClusterMemory,
  change: ClusterChange,
  now: number,
): Promise<ClusterMemory> {
  const { cluster, since, closeSpanAt, openSpanAt, steps } = change
  await writeCluster(writer, { clusterId, cluster, since })
  if (closeSpanAt !== null) await closeSpans(writer, clusterId, closeSpanAt)
  if (openSpanAt !== null) await openSpan(writer, clusterId, cluster.state, openSpanAt)
  const incidents = new Map(known.incidents)
  for (const { pageId, step } of steps) {
    const last = step.isNew ? null : (incidents.get(pageId) ?? null)
    incidents.set(pageId, await writeStep(writer, { clusterId, pageId }, last, step, now))
  }
  const span = openSpanAt !== null ? { state: cluster.state, from: openSpanAt } : closeSpanAt !== null ? null : known.span
  return { ...known, cluster, since, span, incidents }
}
