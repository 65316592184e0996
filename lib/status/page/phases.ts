import type { PublicIncident } from '@/lib/status/model/public-page'
import { toPreciseDurationText } from '@/lib/base/durations'
import { phaseWords } from '@/lib/status/model/texts'
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
  return html`<details id="phases-${id}"><summary>Details</summary><ol class="phases">${phases.map(({ phase, at }) => html`<li data-reached="${String(at !== null)}"><span>${phaseWords[phase]}</span><span class="mono">${at === null ? missing : `+${toPreciseDurationText(at - lostAt)}`}</span></li>`)}</ol></details>`
}
