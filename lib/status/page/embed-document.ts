import type { PublicPage } from '@/lib/status/model/public-page'
import { toPageSentence } from '@/lib/status/model/page-words'
import { toAgeLine, toBanner } from './banner'
import { toComponentNow } from './component-row'
import { toShell } from './document'
import { html } from './html'
import { liveScript } from './live-script'

/** Small enough for a frame on another site: the sentence and one line per service. */
export function toEmbedDocument(page: PublicPage, now: number, base: string): string {
  const services = page.components.map(
    (component) =>
      html`<li class="top"><h2><bdi>${component.name}</bdi></h2><div class="now" id="now-${component.id}">${toComponentNow(component, now)}</div></li>`,
  )
  const body = html`<main class="embed" data-page data-observed="${page.observedAt ?? ''}" data-now="${now}" data-live="${base}/live"><section class="stage" id="stage" data-state="${page.state}"><div class="light" aria-hidden="true"></div><div role="status" id="banner">${toBanner(page, now)}</div><p class="age" id="age">${toAgeLine(page)}</p></section><ul class="services">${services}</ul><p class="quiet"><a href="${base}" target="_blank" rel="noopener">${page.title}: the whole page</a></p></main>`
  return toShell({ title: page.title, description: toPageSentence(page, now), base, body, script: liveScript }).text
}
