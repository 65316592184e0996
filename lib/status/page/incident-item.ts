import { toIsolated } from '@/lib/base/isolated-name'
import type { IncidentStatus } from '@/lib/status/model/incident'
import type { MaintenanceStatus } from '@/lib/status/model/maintenance'
import type { PublicIncident, PublicMaintenance, PublicPage } from '@/lib/status/model/public-page'
import { statusWords } from '@/lib/status/model/status-words'
import { dayMs, toPreciseDurationText } from '@/lib/base/durations'
import { html, type Html } from './html'
import { toPhaseDetails } from './phases'
import { toTime, toWhen } from './time'

export function toIncidentItem(incident: PublicIncident, page: PublicPage, now: number): Html {
  const { id, title, impact, status, startedAt, downMs, updates } = incident
  return html`<article class="incident" id="incident-${id}" data-impact="${impact}" data-status="${status}"><header><h3><bdi>${title}</bdi></h3><p class="quiet">${toNames(incident.componentIds, page)}${toTime(startedAt)}${downMs !== null && downMs > 0 && html` · down for <strong>${toPreciseDurationText(downMs)}</strong>`}${impact === 'maintenance' && ' · during maintenance, not counted as downtime'}</p></header>${toUpdates(updates, now)}${toPhaseDetails(incident)}</article>`
}

export function toMaintenanceItem(one: PublicMaintenance, page: PublicPage, now: number): Html {
  return html`<article class="incident" id="maintenance-${one.id}" data-impact="maintenance" data-status="${one.status}"><header><h3><bdi>${one.title}</bdi></h3><p class="quiet">${toNames(one.componentIds, page)}${one.kind === 'drill' && 'failover test · '}${toTime(one.startsAt)} – ${toEnd(one)} · not counted as downtime</p></header>${toUpdates(one.updates, now)}</article>`
}

/** An end on the same day needs no second date. */
function toEnd({ startsAt, endsAt }: PublicMaintenance): Html {
  return Math.floor(startsAt / dayMs) === Math.floor(endsAt / dayMs) ? toTime(endsAt, 'minute') : toTime(endsAt)
}

function toNames(ids: readonly string[], page: PublicPage): string {
  const names = page.components.filter(({ id }) => ids.includes(id)).map(({ name }) => toIsolated(name))
  return names.length === 0 ? '' : `${names.join(', ')} · `
}

function toUpdates(
  updates: readonly { id: string; status: IncidentStatus | MaintenanceStatus; body: string; at: number }[],
  now: number,
): Html {
  return html`<ul class="updates">${updates.map(({ status, body, at }) => html`<li><strong>${statusWords[status]}</strong> <span class="quiet">${toWhen(at, now)}</span><p>${body}</p></li>`)}</ul>`
}
