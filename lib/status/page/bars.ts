import type { PublicDay } from '@/lib/status/model/history'
import type { PublicState } from '@/lib/status/model/public-state'
import { toPreciseDurationText } from '@/lib/base/durations'
import { html, type Html } from './html'
import { toCalendarDayText } from './day-text'

const step = 8
const height = 32

/** Height shows severity as colour does: full is fine, a stub is a day without data, a notch is time in an outage. */
const tops: Record<PublicState, number> = { operational: 0, maintenance: 0, degraded: 7, unknown: 24, outage: 0 }

/** @param id of the component: today's bar is filled anew while it grows */
export function toBars(id: string, name: string, days: readonly PublicDay[]): Html {
  const last = days.length - 1
  const bars = days.map((day, index) => (index === last ? html`<g id="bar-${id}">${toBar(day, index)}</g>` : toBar(day, index)))
  return html`<svg class="bars" viewBox="0 0 ${days.length * step - 2} ${height}" preserveAspectRatio="none" role="img" aria-label="${toSummary(name, days)}">${bars}</svg>`
}

export function toBar(day: PublicDay, index: number): Html {
  const x = index * step
  const top = tops[day.worst]
  const isOut = day.leaderlessMs + day.excludedLeaderlessMs > 0
  return html`<g data-state="${day.worst}"><title>${toDayWords(day)}</title><rect x="${x}" y="${top}" width="6" height="${height - top}" rx="1.5"/>${isOut && html`<path class="notch" d="M${x} ${height - 8}h6v-3h-6Z"/>`}</g>`
}

function toDayWords(day: PublicDay): string {
  return `${toCalendarDayText(day.day)}: ${toDayState(day)}`
}

/** The state of a day in words; also for the table. */
export function toDayState(day: PublicDay): string {
  if (day.observedMs === 0) return 'no data'
  const parts = [
    day.leaderlessMs > 0 && `down for ${toPreciseDurationText(day.leaderlessMs)}`,
    day.excludedLeaderlessMs > 0 && `down for ${toPreciseDurationText(day.excludedLeaderlessMs)} during maintenance, not counted`,
    day.leaderlessMs + day.excludedLeaderlessMs === 0 && quiet[day.worst],
    day.maintenanceMs > 0 &&
      day.excludedLeaderlessMs === 0 &&
      day.worst !== 'maintenance' &&
      `maintenance for ${toPreciseDurationText(day.maintenanceMs)}`,
  ]
  return parts.filter((part) => part !== false).join('; ')
}

const quiet: Record<PublicState, string> = {
  operational: 'operational',
  maintenance: 'operational, with planned maintenance',
  degraded: 'degraded',
  unknown: 'no data',
  outage: 'down for a moment',
}

function toSummary(name: string, days: readonly PublicDay[]): string {
  const observed = days.filter(({ observedMs }) => observedMs > 0)
  const out = days.filter(({ leaderlessMs }) => leaderlessMs > 0)
  return `${name}, last ${days.length} days: data on ${observed.length}, outages on ${out.length}. Each day is listed under Details.`
}
