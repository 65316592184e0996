import { toShell } from './document'
import { html } from './html'

/** Says the same of a page that was never there and of one that is not published. */
export function toMissingDocument(): string {
  const body = html`<main><section class="stage" data-state="unknown"><h1>There is no status page here.</h1><p class="quiet">Check the address. Whoever gave it to you knows whether the page was published.</p></section></main>`
  return toShell({ title: 'No status page', description: 'There is no status page here.', base: null, body, script: null }).text
}

/** The database never answered since this process began: nothing is claimed. */
export function toNoDataDocument(): string {
  const body = html`<main><section class="stage" data-state="unknown"><h1>There is no status data yet.</h1><p class="quiet">What this page is made from could not be read since it was started. Nothing is known, so nothing is claimed; it is tried again all the time.</p></section></main>`
  return toShell({ title: 'No status data', description: 'There is no status data yet.', base: null, body, script: null }).text
}
