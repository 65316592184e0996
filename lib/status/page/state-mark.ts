import { publicStateWords, type PublicState } from '@/lib/status/model/public-state'
import { html, type Html } from './html'

/** Distinguished by shape too: a tick, a diamond, a triangle, a ring, a disc. */
const shapes: Record<PublicState, Html> = {
  operational: html`<path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
  maintenance: html`<path d="M8 2 14 8 8 14 2 8Z" fill="currentColor"/>`,
  degraded: html`<path d="M8 3 14 13.5H2Z" fill="currentColor" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>`,
  unknown: html`<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2.6 2.2"/>`,
  outage: html`<circle cx="8" cy="8" r="6" fill="currentColor"/>`,
}

export function toGlyph(state: PublicState): Html {
  return html`<svg class="glyph" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">${shapes[state]}</svg>`
}

export function toStateMark(state: PublicState): Html {
  return html`<span class="mark" data-state="${state}">${toGlyph(state)}${publicStateWords[state].label}</span>`
}
