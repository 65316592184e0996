import type { PublicPage } from '@/lib/status/model/public-page'
import { toBanner } from './banner'
import { toComponentNow } from './component-row'
import { toNowSection } from './now-section'

/** The parts of a page that change at once, by the id of the element they fill. */
export function toLiveParts(page: PublicPage, now: number): Record<string, string> {
  const parts: Record<string, string> = { banner: toBanner(page, now).text, now: toNowSection(page, now).text }
  for (const component of page.components) parts[`now-${component.id}`] = toComponentNow(component, now).text
  return parts
}
