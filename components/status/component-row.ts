import type { PublicComponent } from '@/lib/status/model/public-page'
import { isOutage } from '@/lib/status/model/public-state'
import { toBasisText, toUptimeText } from '@/lib/status/model/uptime'
import { toBars } from './bars'
import { toDaysTable } from './days-table'
import { html, type Html } from './html'
import { toStateMark } from './state-mark'
import { toWhen } from './time'

/** One service: what it is now, and its ninety days. */
export function toComponentRow(component: PublicComponent, now: number): Html {
  const { id, name, description, days, uptime } = component
  return html`<li class="service"><div class="top"><div><h3>${name}</h3>${description !== null && html`<p class="quiet">${description}</p>`}</div><div class="now" id="now-${id}">${toComponentNow(component, now)}</div></div>${toBars(name, days)}<div class="scale"><span>90 days ago</span><span class="uptime"><strong>${toUptimeText(uptime.ratio)}</strong> ${uptime.ratio !== null && 'uptime · '}${toBasisText(uptime)}</span><span>today</span></div>${toDaysTable(name, days)}</li>`
}

/** The part of a row that changes at once; sent again when it does. */
export function toComponentNow(component: PublicComponent, now: number): Html {
  return html`${toStateMark(component.state)}<span class="quiet">${toDetail(component, now)}</span>`
}

function toDetail(component: PublicComponent, now: number): Html {
  const { state, servingState, observedAt, leaderlessSince, standbys, spare } = component
  if (servingState === 'unknown') return observedAt === null ? html`no data yet` : html`no data since ${toWhen(observedAt, now)}`
  if (isOutage(state)) return leaderlessSince === null ? html`nobody leads` : html`nobody leads since ${toWhen(leaderlessSince, now)}`
  return html`${toStandbyText(standbys)} · ${toSpareText(spare)}`
}

function toStandbyText(standbys: number | null): string {
  if (standbys === null) return 'standbys not known'
  return standbys === 1 ? '1 standby ready' : `${standbys === 0 ? 'no' : standbys} standbys ready`
}

function toSpareText(spare: number | null): string {
  if (spare === null) return 'quorum spare not known'
  return spare === 0 ? 'quorum without spare' : `quorum can lose ${spare}`
}
