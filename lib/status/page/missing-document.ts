import { toShell } from './document'
import { html } from './html'

/** The same text for a page that never existed and for one that is not published. */
export function toMissingDocument(): string {
  const body = html`<main><section class="stage" data-state="unknown"><h1>This page does not exist or is not published.</h1><p class="quiet">Check the address.</p></section></main>`
  return toShell({ title: 'No status page', description: 'This page does not exist or is not published.', base: null, body, script: null })
    .text
}

/** The database has not answered since this process began: nothing is claimed. */
export function toNoDataDocument(): string {
  const body = html`<main><section class="stage" data-state="unknown"><h1>No data yet.</h1><p class="quiet">The status data cannot be read at the moment. Reload this page in a moment.</p></section></main>`
  return toShell({ title: 'No status data', description: 'No data yet.', base: null, body, script: null }).text
}
