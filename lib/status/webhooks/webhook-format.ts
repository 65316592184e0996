import type { IncidentUpdate } from '@/lib/status/model/incident'
import type { MaintenanceUpdate } from '@/lib/status/model/maintenance'
import type { PublicIncident, PublicMaintenance, PublicPage } from '@/lib/status/model/public-page'

/** One update of an incident or a maintenance, as its page shows it. */
export interface ShownUpdate {
  page: PublicPage
  subject: { kind: 'incident'; incident: PublicIncident } | { kind: 'maintenance'; maintenance: PublicMaintenance }
  update: IncidentUpdate | MaintenanceUpdate
}

/** How an update is written for one kind of receiver. */
export interface WebhookFormat {
  /** Whether a receiver expects this format, by its address. */
  isFor(receiver: URL): boolean
  /** JSON, in the words of the page and with nothing beside what it shows. */
  toBody(shown: ShownUpdate): string
}

/** null: the page does not show it. */
export function findShownUpdate(page: PublicPage, subjectId: string, updateId: string): ShownUpdate | null {
  const incident = page.incidents.find(({ id }) => id === subjectId)
  const maintenance = page.maintenances.find(({ id }) => id === subjectId)
  const update = (incident ?? maintenance)?.updates.find(({ id }) => id === updateId)
  if (!update) return null
  if (incident) return { page, subject: { kind: 'incident', incident }, update }
  return maintenance ? { page, subject: { kind: 'maintenance', maintenance }, update } : null
}
