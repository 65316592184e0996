import 'server-only'
import type { Journal } from '@/lib/journal/dialect'
import type { PublicCluster } from '@/lib/status/model/public-cluster'
import type { StoredCluster } from '@/lib/status/model/stored-page'
import type { ServingState } from '@/lib/status/model/public-state'
import type { Writer } from './change'

type Reader = Pick<Journal, 'db'>

/** A span as stored; `to` null: it goes on as far as the pulse reaches. */
export interface StoredSpan {
  id: number
  clusterId: string
  state: ServingState
  from: number
  to: number | null
}

export async function listClusters({ db }: Reader): Promise<Map<string, StoredCluster>> {
  const rows = await db.selectFrom('status_clusters').selectAll().execute()
  return new Map(
    rows.map((row) => [
      row.cluster_id,
      { clusterId: row.cluster_id, cluster: JSON.parse(row.cluster) as PublicCluster, since: row.since_at },
    ]),
  )
}

export async function writeCluster(writer: Writer, { clusterId, cluster, since }: StoredCluster): Promise<void> {
  const row = { cluster: JSON.stringify(cluster), since_at: since }
  await writer
    .insertInto('status_clusters')
    .values({ cluster_id: clusterId, ...row })
    .onConflict((conflict) => conflict.column('cluster_id').doUpdateSet(row))
    .execute()
}

/** Spans that begin at or after `from`, oldest first. */
export async function listSpans({ db }: Reader, from: number): Promise<StoredSpan[]> {
  const rows = await db.selectFrom('status_spans').selectAll().where('from_at', '>=', from).orderBy('from_at').execute()
  return rows.map((row) => ({ id: row.id, clusterId: row.cluster_id, state: row.state as ServingState, from: row.from_at, to: row.to_at }))
}

export async function findOpenSpans({ db }: Reader): Promise<StoredSpan[]> {
  const rows = await db.selectFrom('status_spans').selectAll().where('to_at', 'is', null).execute()
  return rows.map((row) => ({ id: row.id, clusterId: row.cluster_id, state: row.state as ServingState, from: row.from_at, to: null }))
}

export async function openSpan(writer: Writer, clusterId: string, state: ServingState, from: number): Promise<void> {
  await writer.insertInto('status_spans').values({ cluster_id: clusterId, state, from_at: from, to_at: null }).execute()
}

/** Ends the history of a cluster at `to`: open spans are closed, spans of the time after are removed. */
export async function closeSpans(writer: Writer, clusterId: string, to: number): Promise<void> {
  await writer.deleteFrom('status_spans').where('cluster_id', '=', clusterId).where('from_at', '>=', to).execute()
  await writer
    .updateTable('status_spans')
    .set({ to_at: to })
    .where('cluster_id', '=', clusterId)
    .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', to)]))
    .execute()
}
