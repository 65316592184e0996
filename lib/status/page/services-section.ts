import type { PublicComponent, PublicPage } from '@/lib/status/model/public-page'
import { toComponentRow } from './component-row'
import { html, type Html } from './html'

/** The services, those of a group under its name. */
export function toServicesSection(page: PublicPage, now: number): Html {
  const groups = toGroups(page.components)
  return html`<section aria-labelledby="services"><h2 id="services">Services</h2>${groups.map(({ name, members }) => html`<div class="group">${name !== null && html`<p class="group-name">${name}</p>`}<ul class="services">${members.map((component) => toComponentRow(component, now, page.thresholdMs))}</ul></div>`)}</section>`
}

function toGroups(components: readonly PublicComponent[]): { name: string | null; members: PublicComponent[] }[] {
  const groups = new Map<string | null, PublicComponent[]>()
  for (const component of components) groups.set(component.group, [...(groups.get(component.group) ?? []), component])
  return [...groups].map(([name, members]) => ({ name, members }))
}
