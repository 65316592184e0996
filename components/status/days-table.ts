import type { PublicDay } from '@/lib/status/model/history'
import { toDayState } from './bars'
import { toCalendarDayText } from './day-text'
import { html, type Html } from './html'

interface Run {
  from: string
  to: string
  words: string
}

/** The bars as a table, newest first. Days of which the same is to be said share a row, so that it is short to hear. */
export function toDaysTable(name: string, days: readonly PublicDay[]): Html {
  return html`<details class="days"><summary>As a table<span class="unseen"> (${name})</span></summary><table><caption class="unseen">${name}, day by day, newest first, days cut at midnight UTC</caption><thead><tr><th scope="col">Day</th><th scope="col">What was observed</th></tr></thead><tbody>${toRuns(days).map(toRow)}</tbody></table></details>`
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
