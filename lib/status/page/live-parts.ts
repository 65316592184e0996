import type { PublicComponent, PublicPage } from '@/lib/status/model/public-page'
import { toBanner } from './banner'
import { toBar, toDayState } from './bars'
import { toFacts } from './component-details'
import { toComponentNow, toComponentUptime } from './component-row'
import { html } from './html'
import { toNowSection } from './now-section'

/** Markup by the id of the element that it fills. */
export type LiveParts = Record<string, string>

/** The parts of a page that change with an event. */
export function toTurningParts(page: PublicPage, now: number): LiveParts {
  const parts: LiveParts = { banner: toBanner(page, now).text, now: toNowSection(page, now).text }
  for (const component of page.components) parts[`now-${component.id}`] = toComponentNow(component, now).text
  return parts
}

/** The parts that change while time passes: uptime, and today. */
export function toGrowingParts(page: PublicPage): LiveParts {
  return Object.assign({}, ...page.components.map((component) => toGrowing(component, page.thresholdMs))) as LiveParts
}

function toGrowing(component: PublicComponent, thresholdMs: number): LiveParts {
  const { id, days } = component
  const today = days.at(-1)
  return {
    [`up-${id}`]: toComponentUptime(component).text,
    [`facts-${id}`]: toFacts(component, thresholdMs).text,
    ...(today && { [`bar-${id}`]: toBar(today, days.length - 1).text, [`day-${id}`]: html`${toDayState(today)}`.text }),
  }
}
