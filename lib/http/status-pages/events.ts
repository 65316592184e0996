import 'server-only'
import { addIncidentUpdate, createIncident, findIncident } from '@/lib/status/store/incidents'
import { addMaintenanceUpdate, createMaintenance, endMaintenance, findMaintenance } from '@/lib/status/store/maintenances'
import { deriveMaintenanceStatus } from '@/lib/status/model/maintenance'
import { HttpError } from '../errors'
import { readJsonBody } from '../read-body'
import { respondJson } from '../respond'
import { incidentDraft, incidentUpdate, maintenanceDraft, maintenanceUpdate } from '../schemas/status-pages'
import { noteDone, throwNotFound, type PageRequest } from './answer-for-page'

export async function openIncident(asked: PageRequest): Promise<Response> {
  const draft = await readJsonBody(asked.request, incidentDraft)
  const id = await createIncident(asked.journal, { pageId: asked.page.id, ...draft, by: asked.actor.name }, Date.now())
  await noteDone(asked, { action: 'status-page.incident', target: `${asked.page.slug}/${id}`, detail: draft })
  return respondJson({ id })
}

/**
 * Updates any incident of the page. The status of an incident that the program opened stays the program's: it knows when the leader is
 * back.
 */
export async function updateIncident(asked: PageRequest<{ id: string; incident: string }>): Promise<Response> {
  const { journal, page, params } = asked
  const update = await readJsonBody(asked.request, incidentUpdate)
  const incident = await findIncident(journal, params.incident)
  const isHere =
    incident !== null &&
    (incident.pageId === null ? page.components.some(({ clusterId }) => clusterId === incident.clusterId) : incident.pageId === page.id)
  if (!isHere) return throwNotFound('This page has no such incident.')
  await addIncidentUpdate(journal, incident, update, asked.actor.name, Date.now())
  await noteDone(asked, { action: 'status-page.incident-update', target: `${page.slug}/${incident.id}`, detail: update })
  return respondJson({ id: incident.id })
}

export async function announceMaintenance(asked: PageRequest): Promise<Response> {
  const { journal, page } = asked
  const draft = await readJsonBody(asked.request, maintenanceDraft)
  const foreign = draft.clusterIds.find((id) => !page.components.some(({ clusterId }) => clusterId === id))
  if (foreign !== undefined)
    throw new HttpError('bad-request', `clusterIds: “${foreign}” is not on this page. Name clusters that are.`, { field: 'clusterIds' })
  // Uptime leaves maintenance out; maintenance that was not announced beforehand must not be left out afterwards.
  if (draft.startsAt < Date.now() - 60_000)
    throw new HttpError(
      'bad-request',
      'startsAt: lies in the past. Maintenance is announced before it begins, because uptime leaves it out.',
      { field: 'startsAt' },
    )
  const id = await createMaintenance(journal, { pageId: page.id, ...draft, by: asked.actor.name }, Date.now())
  await noteDone(asked, { action: 'status-page.maintenance', target: `${page.slug}/${id}`, detail: draft })
  return respondJson({ id })
}

export async function updateMaintenance(asked: PageRequest<{ id: string; maintenance: string }>): Promise<Response> {
  const { journal, page, params } = asked
  const { body, end } = await readJsonBody(asked.request, maintenanceUpdate)
  const maintenance = await findMaintenance(journal, params.maintenance)
  if (maintenance === null || maintenance.pageId !== page.id) return throwNotFound('This page has no such maintenance.')
  if (end && deriveMaintenanceStatus(maintenance, Date.now()) === 'completed')
    throw new HttpError('bad-request', 'This maintenance is over already.')
  await (end ? endMaintenance : addMaintenanceUpdate)(journal, maintenance, body, asked.actor.name, Date.now())
  await noteDone(asked, {
    action: end ? 'status-page.maintenance-end' : 'status-page.maintenance-update',
    target: `${page.slug}/${maintenance.id}`,
    detail: { body },
  })
  return respondJson({ id: maintenance.id })
}
