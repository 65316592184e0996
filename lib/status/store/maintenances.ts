import 'server-only'
import type { Selectable } from 'kysely'
import type { Journal } from '@/lib/journal/dialect'
import type { StatusMaintenancesTable, StatusUpdatesTable } from '@/lib/journal/tables/status'
import { deriveMaintenanceStatus, type Maintenance, type MaintenanceStatus } from '@/lib/status/model/maintenance'
import { changeStatus, makePublicId, type Writer } from './change'
import { listUpdates, writeUpdates } from './incidents'

type Reader = Pick<Journal, 'db'>

/** Maintenances that were not over before `since`. */
export async function listMaintenances({ db }: Reader, since: number): Promise<Maintenance[]> {
  const rows = await db
    .selectFrom('status_maintenances')
    .selectAll()
    .where('ends_at', '>=', since)
    .orderBy('starts_at', 'desc')
    .limit(1_000)
    .execute()
  const updates = await listUpdates(
    { db },
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toMaintenance(row, updates.get(row.id) ?? []))
}

export async function findMaintenance({ db }: Reader, id: string): Promise<Maintenance | null> {
  const row = await db.selectFrom('status_maintenances').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toMaintenance(row, (await listUpdates({ db }, [id])).get(id) ?? [])
}

export interface MaintenanceDraft {
  pageId: string
  clusterIds: string[]
  title: string
  body: string
  startsAt: number
  endsAt: number
  /** Name of the person who announces it. */
  by?: string
}

export async function createMaintenance(journal: Journal, draft: MaintenanceDraft, now: number): Promise<string> {
  const id = makePublicId()
  await changeStatus(journal, now, async (writer) => {
    await writer
      .insertInto('status_maintenances')
      .values({
        id,
        kind: 'maintenance',
        page_id: draft.pageId,
        cluster_ids: JSON.stringify(draft.clusterIds),
        title: draft.title,
        body: draft.body,
        starts_at: draft.startsAt,
        ends_at: draft.endsAt,
        ended_at: null,
        created_at: now,
        updated_at: now,
      })
      .execute()
    await writeUpdates(writer, id, [{ status: 'scheduled', body: draft.body }], now, draft.by)
  })
  return id
}

/** Ends it now, or cancels one that had not begun: its window then has no length. */
export async function endMaintenance(
  journal: Journal,
  maintenance: Maintenance,
  body: string,
  by: string | null,
  now: number,
): Promise<void> {
  await writeUpdate(journal, maintenance.id, { ended_at: now }, { status: 'completed', body }, by, now)
}

export async function addMaintenanceUpdate(
  journal: Journal,
  maintenance: Maintenance,
  body: string,
  by: string | null,
  now: number,
): Promise<void> {
  await writeUpdate(journal, maintenance.id, {}, { status: deriveMaintenanceStatus(maintenance, now), body }, by, now)
}

async function writeUpdate(
  journal: Journal,
  id: string,
  change: { ended_at?: number },
  update: { status: MaintenanceStatus; body: string },
  by: string | null,
  now: number,
): Promise<void> {
  await changeStatus(journal, now, async (writer) => {
    await writer
      .updateTable('status_maintenances')
      .set({ ...change, updated_at: now })
      .where('id', '=', id)
      .execute()
    await writeUpdates(writer, id, [update], now, by)
  })
}

/** Records that a maintenance began or ended by the clock, once. @returns whether anything was written */
export async function writeTransitions(writer: Writer, maintenances: readonly Maintenance[], now: number): Promise<Maintenance[]> {
  const turned = maintenances.filter((one) => isTurnMissing(one, now))
  for (const one of turned) {
    const status = deriveMaintenanceStatus(one, now)
    const at = Math.min(now, status === 'completed' ? (one.endedAt ?? one.endsAt) : one.startsAt)
    await writeUpdates(writer, one.id, [{ status, body: turnBodies[status] }], at)
    await writer.updateTable('status_maintenances').set({ updated_at: now }).where('id', '=', one.id).execute()
  }
  return turned
}

export function isTurnMissing(one: Maintenance, now: number): boolean {
  const status = deriveMaintenanceStatus(one, now)
  return status !== 'scheduled' && !one.updates.some((update) => update.status === status)
}

const turnBodies: Record<MaintenanceStatus, string> = {
  scheduled: '',
  in_progress: 'The maintenance has begun.',
  verifying: 'The work is being checked.',
  completed: 'The maintenance is over.',
}

function toMaintenance(row: StatusMaintenancesTable, updates: readonly Selectable<StatusUpdatesTable>[]): Maintenance {
  return {
    id: row.id,
    kind: row.kind as Maintenance['kind'],
    pageId: row.page_id,
    clusterIds: JSON.parse(row.cluster_ids) as string[],
    title: row.title,
    body: row.body,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updates: updates.map(({ id, status, body, at }) => ({ id, status: status as MaintenanceStatus, body, at })),
  }
}
