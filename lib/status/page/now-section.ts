import { toLists, type AnnouncedItem } from '@/lib/status/model/lists'
import type { PublicPage } from '@/lib/status/model/public-page'
import { html, type Html } from './html'
import { toIncidentItem, toMaintenanceItem } from './incident-item'

/** Open and announced entries, and those that ended within a day; sent again when they change. */
export function toNowSection(page: PublicPage, now: number): Html {
  const { open, planned, recent } = toLists(page, now)
  return html`${open.length > 0 && html`<section aria-labelledby="open"><h2 id="open">What is happening</h2>${open.map((incident) => toIncidentItem(incident, page, now))}</section>`}${planned.length > 0 && html`<section aria-labelledby="announced"><h2 id="announced">Planned maintenance</h2>${planned.map((one) => toMaintenanceItem(one, page, now))}</section>`}${recent.length > 0 && html`<section aria-labelledby="recent"><h2 id="recent">Last 24 hours</h2>${recent.map((one) => toAnnouncementArticle(one, page, now))}</section>`}`
}

/** Older entries, newest first. */
export function toPastSection(page: PublicPage, now: number): Html {
  const { open, recent, past } = toLists(page, now)
  const isMore = [...open, ...recent].length > 0
  const empty = page.components.every(({ days }) => days.every(({ observedMs }) => observedMs === 0))
    ? 'No data yet.'
    : `No ${isMore ? 'other ' : ''}incidents.`
  return html`<section aria-labelledby="past"><h2 id="past">Past 90 days</h2>${past.length === 0 ? html`<p class="quiet">${empty}</p>` : past.map((one) => toAnnouncementArticle(one, page, now))}</section>`
}

function toAnnouncementArticle(one: AnnouncedItem, page: PublicPage, now: number): Html {
  return one.sort === 'incident' ? toIncidentItem(one.item, page, now) : toMaintenanceItem(one.item, page, now)
}
