import { toPageLabel, toSentenceParts } from '@/lib/status/model/page-words'
import type { PublicPage } from '@/lib/status/model/public-page'
import { publicStateWords } from '@/lib/status/model/public-state'
import { html, type Html } from './html'
import { toGlyph } from './state-mark'
import { toWhen } from './time'

/** State and sentence: what is read aloud when it changes. The light is on only while everything is led. */
export function toBanner(page: PublicPage, now: number): Html {
  const sentence = toSentenceParts(page).map((part) => (typeof part === 'string' ? html`${part}` : toWhen(part.at, now)))
  return html`<p class="caps" data-state="${page.state}">${toGlyph(page.state)}${toPageLabel(page.state)}</p><h1>${sentence}</h1><p class="quiet">${toMore(page, now)}</p>`
}

/** While a takeover is awaited: until when. Else what the state means. */
function toMore({ state, components }: PublicPage, now: number): Html {
  const expected = components.find((component) => component.state === 'taking-over')?.expectedBetween ?? null
  if (state !== 'taking-over' || expected === null) return html`${publicStateWords[state].meaning}`
  return html`It is expected to lead between ${toWhen(expected.earliest, now)} and ${toWhen(expected.latest, now)}.`
}

/** How old what is shown is; the script counts on from here. */
export function toAgeLine(page: PublicPage): Html {
  if (page.observedAt === null) return html`<span data-age>Not everything here was observed yet.</span>`
  return html`<span data-age>Data as of ${toWhen(page.observedAt, page.observedAt)}</span>`
}
