import type { PublicComponent } from '@/lib/status/model/public-page'
import { redundancyWords, type StateCause } from '@/lib/status/model/public-state'
import { toUptimeSentence } from '@/lib/status/model/uptime'
import { toBars } from './bars'
import { toComponentDetails } from './component-details'
import { html, type Html } from './html'
import { toStateMark } from './state-mark'
import { toWhen } from './time'

/** One service: its present state, and its ninety days. */
export function toComponentRow(component: PublicComponent, now: number, thresholdMs: number): Html {
  const { id, name, description, days } = component
  return html`<li class="service"><div class="top"><div><h3><bdi>${name}</bdi></h3>${description !== null && html`<p class="quiet">${description}</p>`}</div><div class="now" id="now-${id}">${toComponentNow(component, now)}</div></div>${toBars(id, name, days)}<div class="scale"><span>90 days ago</span><span class="uptime" id="up-${id}">${toComponentUptime(component)}</span><span>today</span></div>${toComponentDetails(component, thresholdMs)}</li>`
}

/** The part of a row that changes with an event; sent again when it does. */
export function toComponentNow(component: PublicComponent, now: number): Html {
  return html`${toStateMark(component.state)}<span class="quiet">${toDetail(component, now)}</span>`
}

/** The figure that grows with an outage. */
export function toComponentUptime({ uptime }: PublicComponent): Html {
  return html`${toUptimeSentence(uptime)}`
}

function toDetail({ state, servingState, cause, observedAt, leaderlessSince, redundancy }: PublicComponent, now: number): Html | null {
  if (servingState === 'unknown') return observedAt === null ? html`no data yet` : html`no data since ${toWhen(observedAt, now)}`
  if (leaderlessSince !== null) return html`${cause === null ? 'since' : 'interrupted since'} ${toWhen(leaderlessSince, now)}`
  if (cause !== null) return html`${causeWords[cause]}`
  return state === 'operational' || state === 'maintenance' ? html`${redundancyWords[redundancy]}` : null
}

const causeWords: Record<StateCause, string> = {
  'leader-change': 'interrupted',
  'planned-change': 'planned work',
  recovering: 'recovering',
  'work-missing': 'part of its work does not run',
}
