import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import { sql } from 'kysely'
import type { ActivityEntry } from '@/lib/model/activity'
import { toIso } from '@/lib/model/observed'
import type { Severity } from '@/lib/model/snapshot'
import type { Journal } from '../../dialect'
import { narrow } from './narrow'
import { escapeLike, type ActivityQuestion } from './question'

/** The updates of incidents: opened, each update, resolved. Each is of one page, whose threshold its outage reached. */
export async function readIncidentUpdates(db: Journal['db'], question: ActivityQuestion): Promise<ActivityEntry[]> {
  const updates = db
    .selectFrom('status_updates as told')
    .innerJoin('status_incidents as one', 'one.id', 'told.subject_id')
    .leftJoin('status_pages as page', 'page.id', 'one.page_id')
    .select(['told.id', 'told.at', 'told.status', 'told.body', 'told.by_name', 'one.title', 'one.impact', 'one.cluster_id', 'page.slug'])
    .as('told')
  const rows = await narrow(db.selectFrom(updates).selectAll(), question, 'at', ['title', 'body', 'status', 'slug', 'by_name']).execute()
  return rows.map(({ id, at, status, body, by_name: who, title, impact, cluster_id: clusterId, slug }) => ({
    id: `incident-${id}`,
    at: toIso(at),
    source: 'incident',
    kind: status,
    severity: toSeverity(status, impact),
    clusterId,
    subject: slug === null ? null : pagePaths.publicPage(slug),
    who,
    text: `${title}: ${status}. ${body}`,
  }))
}

/** Maintenance as it is announced, begins and ends. It may concern several clusters: it fits the filter of each. */
export async function readMaintenanceUpdates(db: Journal['db'], { clusterId, ...question }: ActivityQuestion): Promise<ActivityEntry[]> {
  const updates = db
    .selectFrom('status_updates as told')
    .innerJoin('status_maintenances as one', 'one.id', 'told.subject_id')
    .leftJoin('status_pages as page', 'page.id', 'one.page_id')
    .select(['told.id', 'told.at', 'told.status', 'told.body', 'told.by_name', 'one.title', 'one.cluster_ids', 'page.slug'])
    .$if(clusterId !== null, (query) => query.where(sql<boolean>`one.cluster_ids like ${toPattern(clusterId ?? '')} escape '\\'`))
    .as('told')
  const rows = await narrow(db.selectFrom(updates).selectAll(), { ...question, clusterId: null }, 'at', [
    'title',
    'body',
    'status',
    'slug',
    'by_name',
  ]).execute()
  return rows.map(({ id, at, status, body, by_name: who, title, cluster_ids: clusterIds, slug }) => ({
    id: `maintenance-${id}`,
    at: toIso(at),
    source: 'maintenance',
    kind: status,
    severity: 'note',
    clusterId: clusterId ?? findOnly(clusterIds),
    subject: slug === null ? null : pagePaths.publicPage(slug),
    who,
    text: `${title}: ${status.replace('_', ' ')}. ${body}`,
  }))
}

/** An update of an incident that is over is no alarm any more. */
function toSeverity(status: string, impact: string): Severity {
  if (status === 'resolved' || status === 'postmortem' || impact === 'none') return 'note'
  return impact === 'major' || impact === 'critical' ? 'error' : 'warning'
}

/** Ids have no quotes, so an id in quotes is never part of another. */
function toPattern(clusterId: string): string {
  return `%"${escapeLike(clusterId)}"%`
}

function findOnly(clusterIds: string): string | null {
  const ids = JSON.parse(clusterIds) as string[]
  return ids.length === 1 ? (ids[0] ?? null) : null
}
