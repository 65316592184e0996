import { toAddition, toPageLabel, toSentenceParts, type SentencePart } from '@/lib/status/model/page-words'
import type { PublicPage } from '@/lib/status/model/public-page'
import { html, type Html } from './html'
import { toGlyph } from './state-mark'
import { toWhen } from './time'

/** State and sentence, announced when they change. The light is on only while everything works. */
export function toBanner(page: PublicPage, now: number): Html {
  return html`<p class="caps" data-state="${page.state}">${toGlyph(page.state)}${toPageLabel(page)}</p><h1>${toMarkup(toSentenceParts(page), now)}</h1><p class="quiet">${toMarkup(toAddition(page), now)}</p>`
}

function toMarkup(parts: readonly SentencePart[], now: number): Html[] {
  return parts.map((part) => (typeof part === 'string' ? html`${part}` : toWhen(part.at, now)))
}

/** The age of the shown data; the script counts on from here, and names the reader's zone. */
export function toAgeLine(page: PublicPage): Html {
  const age = page.observedAt === null ? html`No data yet.` : html`Updated ${toWhen(page.observedAt, page.observedAt)}`
  return html`<span data-age>${age}</span><span data-zone>Times in UTC</span>`
}
