import type { PublicPage } from '@/lib/status/model/public-page'
import { html, type Html } from './html'
import { toIncidentItem, toMaintenanceItem } from './incident-item'

/** What goes on and what was announced; sent again when it changes. */
export function toNowSection(page: PublicPage, now: number): Html {
  const open = page.incidents.filter(({ resolvedAt }) => resolvedAt === null)
  const announced = page.maintenances.filter(({ status }) => status !== 'completed')
  return html`${open.length > 0 && html`<section aria-labelledby="open"><h2 id="open">Now</h2>${open.map((incident) => toIncidentItem(incident, page, now))}</section>`}${announced.length > 0 && html`<section aria-labelledby="announced"><h2 id="announced">Maintenance</h2>${announced.map((one) => toMaintenanceItem(one, page, now))}</section>`}`
}

/** What is over, newest first. */
export function toPastSection(page: PublicPage, now: number): Html {
  const incidents = page.incidents
    .filter(({ resolvedAt }) => resolvedAt !== null)
    .map((one) => ({ at: one.startedAt, item: toIncidentItem(one, page, now) }))
  const maintenances = page.maintenances
    .filter(({ status }) => status === 'completed')
    .map((one) => ({ at: one.startsAt, item: toMaintenanceItem(one, page, now) }))
  const past = [...incidents, ...maintenances].sort((a, b) => b.at - a.at)
  return html`<section aria-labelledby="past"><h2 id="past">Past 90 days</h2>${past.length === 0 ? html`<p class="quiet">Nothing was recorded in the days with data.</p>` : past.map(({ item }) => item)}</section>`
}
