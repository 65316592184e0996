import { toCount } from '@/lib/base/counts'
import { toDurationText } from '@/lib/base/durations'
import type { PublicDay } from '@/lib/status/model/history'
import type { PublicComponent } from '@/lib/status/model/public-page'
import { toDayState } from './bars'
import { toCalendarDayText } from './day-text'
import { html, type Html } from './html'

interface Run {
  from: string
  to: string
  words: string
}

/**
 * Details: leader changes, how many standbys could take over, and the bars as a table, newest first. Equal days share a row, so that it is
 * short for screen readers; today has its own, because it grows.
 */
export function toComponentDetails(component: PublicComponent, thresholdMs: number): Html {
  const { id, name, days } = component
  const today = days.at(-1)
  return html`<details class="days" id="details-${id}"><summary>Details<span class="unseen"> of ${name}</span></summary><p id="facts-${id}">${toFacts(component, thresholdMs)}</p><table><caption class="unseen">${name}, day by day, newest first, days cut at midnight UTC</caption><thead><tr><th scope="col">Day (UTC)</th><th scope="col">Measured</th></tr></thead><tbody>${today !== undefined && html`<tr><th scope="row">${toCalendarDayText(today.day)}</th><td id="day-${id}">${toDayState(today)}</td></tr>`}${toRuns(days.slice(0, -1)).map(toRow)}</tbody></table></details>`
}

export function toFacts({ uptime, standbys, spare, servingState }: PublicComponent, thresholdMs: number): Html {
  const changes = toCount(uptime.leaderChanges, 'leader change')
  const short = thresholdMs === 0 ? '' : `${changes} shorter than ${toDurationText(thresholdMs)} in 90 days, not counted as outages.`
  if (servingState === 'unknown') return html`${short}`
  return html`${short} ${standbys === null ? 'Standbys: not known.' : `Standbys: ${standbys}.`} ${spare === null ? 'ZooKeeper servers that may fail: not known.' : `ZooKeeper servers that may fail: ${spare}.`}`
}

function toRow({ from, to, words }: Run): Html {
  return html`<tr><th scope="row">${from === to ? toCalendarDayText(from) : `${toCalendarDayText(from)} – ${toCalendarDayText(to)}`}</th><td>${words}</td></tr>`
}

function toRuns(days: readonly PublicDay[]): Run[] {
  const runs: Run[] = []
  for (const day of days) {
    const words = toDayState(day)
    const last = runs.at(-1)
    if (last?.words === words) last.to = day.day
    else runs.push({ from: day.day, to: day.day, words })
  }
  return runs.reverse()
}
