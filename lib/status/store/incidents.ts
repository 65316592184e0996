import 'server-only'
import type { Selectable } from 'kysely'
import type { Journal } from '@/lib/journal/dialect'
import type { StatusIncidentsTable, StatusUpdatesTable } from '@/lib/journal/tables/status'
import type { IncidentStep, NewUpdate } from '@/lib/status/model/advance-incident'
import type { Impact, Incident, IncidentStatus } from '@/lib/status/model/incident'
import { changeStatus, makePublicId, type Writer } from './change'

type Reader = Pick<Journal, 'db'>

/** Incidents that go on, and those that ended after `since`; with their updates, newest first. */
export async function listIncidents({ db }: Reader, since: number): Promise<Incident[]> {
  const rows = await db
    .selectFrom('status_incidents')
    .selectAll()
    .where((where) => where.or([where('resolved_at', 'is', null), where('resolved_at', '>=', since)]))
    .orderBy('started_at', 'desc')
    .limit(1_000)
    .execute()
  const updates = await listUpdates(
    { db },
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toIncident(row, updates.get(row.id) ?? []))
}

export async function findIncident({ db }: Reader, id: string): Promise<Incident | null> {
  const row = await db.selectFrom('status_incidents').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toIncident(row, (await listUpdates({ db }, [id])).get(id) ?? [])
}

export async function listUpdates({ db }: Reader, subjects: readonly string[]): Promise<Map<string, Selectable<StatusUpdatesTable>[]>> {
  const bySubject = new Map<string, Selectable<StatusUpdatesTable>[]>()
  if (subjects.length === 0) return bySubject
  // `at` may be the same for two that were written together; the later one has the later row.
  const rows = await db
    .selectFrom('status_updates')
    .selectAll()
    .where('subject_id', 'in', [...subjects])
    .orderBy('at', 'desc')
    .execute()
  for (const row of rows) bySubject.set(row.subject_id, [...(bySubject.get(row.subject_id) ?? []), row])
  return bySubject
}

/** Writes what `advanceIncident` decided. @param of the incident, where one is opened. @returns the incident as it is now */
export async function writeStep(
  writer: Writer,
  of: { clusterId: string; pageId: string },
  open: Incident | null,
  { incident, updates }: IncidentStep,
  now: number,
): Promise<Incident> {
  const id = open === null ? makePublicId() : open.id
  const row = {
    title: incident.title,
    status: incident.status,
    impact: incident.impact,
    started_at: incident.startedAt,
    resolved_at: incident.resolvedAt,
    updated_at: incident.updatedAt,
    led_again_at: incident.ledAgainAt,
    is_end_unseen: incident.isEndUnseen ? 1 : 0,
    phases: JSON.stringify(incident.phases),
    lost_at: incident.lostAt,
    down_ms: incident.downMs,
  }
  if (open === null)
    await writer
      .insertInto('status_incidents')
      .values({ id, cluster_id: of.clusterId, page_id: of.pageId, ...row })
      .execute()
  else await writer.updateTable('status_incidents').set(row).where('id', '=', id).execute()
  const written = await writeUpdates(writer, id, updates, now)
  return { ...incident, ...of, id, updates: [...written.reverse(), ...(open?.updates ?? [])] }
}

/** Written with increasing times, so that their order stays. @param by who wrote them; null: the program */
export async function writeUpdates<Status extends string>(
  writer: Writer,
  subjectId: string,
  updates: readonly { status: Status; body: string }[],
  now: number,
  by: string | null = null,
) {
  const rows = updates.map(({ status, body }, i) => ({ id: makePublicId(), status, body, at: now + i }))
  if (rows.length > 0)
    await writer
      .insertInto('status_updates')
      .values(rows.map((row) => ({ ...row, subject_id: subjectId, by_name: by })))
      .execute()
  return rows
}

export interface IncidentDraft {
  pageId: string
  title: string
  impact: Impact
  status: IncidentStatus
  body: string
  /** Name of the person who opens it. */
  by?: string
}

/** An incident that an operator writes for a page. */
export async function createIncident(
  journal: Journal,
  { pageId, title, impact, status, body, by }: IncidentDraft,
  now: number,
): Promise<string> {
  const id = makePublicId()
  await changeStatus(journal, now, async (writer) => {
    await writer
      .insertInto('status_incidents')
      .values({
        id,
        cluster_id: null,
        page_id: pageId,
        title,
        status,
        impact,
        started_at: now,
        resolved_at: isOver(status) ? now : null,
        updated_at: now,
        led_again_at: null,
        is_end_unseen: 0,
        phases: '[]',
        lost_at: null,
        down_ms: null,
      })
      .execute()
    await writeUpdates(writer, id, [{ status, body }], now, by)
  })
  return id
}

/** An operator's update of any incident. An incident that the program opened is closed by the program. */
export async function addIncidentUpdate(
  journal: Journal,
  incident: Incident,
  update: NewUpdate,
  by: string | null,
  now: number,
): Promise<void> {
  await changeStatus(journal, now, async (writer) => {
    const isManual = incident.clusterId === null
    const change = isManual ? { status: update.status, resolved_at: isOver(update.status) ? (incident.resolvedAt ?? now) : null } : {}
    await writer
      .updateTable('status_incidents')
      .set({ ...change, updated_at: now })
      .where('id', '=', incident.id)
      .execute()
    await writeUpdates(writer, incident.id, [update], now, by)
  })
}

function isOver(status: IncidentStatus): boolean {
  return status === 'resolved' || status === 'postmortem'
}

function toIncident(row: StatusIncidentsTable, updates: readonly Selectable<StatusUpdatesTable>[]): Incident {
  return {
    id: row.id,
    clusterId: row.cluster_id,
    pageId: row.page_id,
    title: row.title,
    status: row.status as IncidentStatus,
    impact: row.impact as Impact,
    startedAt: row.started_at,
    lostAt: row.lost_at ?? row.started_at,
    downMs: row.down_ms ?? 0,
    resolvedAt: row.resolved_at,
    updatedAt: row.updated_at,
    ledAgainAt: row.led_again_at,
    isEndUnseen: row.is_end_unseen === 1,
    phases: JSON.parse(row.phases) as Incident['phases'],
    updates: updates.map(({ id, status, body, at }) => ({ id, status: status as IncidentStatus, body, at })),
  }
}
