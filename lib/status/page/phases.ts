import type { PublicIncident } from '@/lib/status/model/public-page'
import { toPreciseDurationText } from '@/lib/base/durations'
import { phaseWords } from '@/lib/status/model/texts'
import { wasSeenTogether } from '@/lib/base/seen-together'
import { html, type Html } from './html'

/** The recovery step by step: a filled dot with its second for a reached phase, a ring for an awaited one. */
export function toPhaseDetails({
  id,
  phases,
  lostAt,
  resolvedAt,
}: Pick<PublicIncident, 'id' | 'phases' | 'lostAt' | 'resolvedAt'>): Html | null {
  if (phases.length === 0) return null
  const missing = resolvedAt === null ? 'awaited' : 'not seen'
  return html`<details id="phases-${id}"><summary>Details</summary><ol class="phases">${phases.map((one) => html`<li data-reached="${String(one.at !== null)}"><span>${phaseWords[one.phase]}</span><span class="mono">${one.at === null ? missing : toTime(one.at, lostAt, wasSeenTogether(one, phases))}</span></li>`)}</ol></details>`
}

/** Seen together in one update, each was reached by then. */
function toTime(at: number, lostAt: number, isShared: boolean): string {
  return `${isShared ? 'by ' : ''}+${toPreciseDurationText(at - lostAt)}`
}
