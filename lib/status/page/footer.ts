import type { PublicPage } from '@/lib/status/model/public-page'
import { publicStates, publicStateWords } from '@/lib/status/model/public-state'
import { toShareCode } from '@/lib/status/model/share-code'
import { toUptimeFormula } from '@/lib/status/model/uptime'
import { html, type Html } from './html'
import type { PageAddress } from './page-address'
import { toStateMark } from './state-mark'

/** How to follow the page, how to embed it elsewhere, and how to read it. */
export function toFooter({ title, thresholdMs }: PublicPage, { base, url }: PageAddress): Html {
  const code = toShareCode(title, url)
  return html`<footer><section aria-labelledby="follow"><h2 id="follow">Follow this page</h2><p class="links"><a href="${base}/feed.atom">Atom</a> <a href="${base}/feed.rss">RSS</a> <a href="${base}/feed.json">JSON feed</a> <a href="${base}/api/v2/summary.json">summary.json</a></p></section><details id="share"><summary>Badge and embed code</summary><p>Badge, Markdown</p><pre>${code.markdown}</pre><p>Badge, HTML</p><pre>${code.badge}</pre><p>Embedded page, HTML</p><pre>${code.embed}</pre></details><details id="legend"><summary>What the states mean, and how uptime is counted</summary><dl>${publicStates.map((state) => html`<dt>${toStateMark(state)}</dt><dd>${publicStateWords[state].meaning}</dd>`)}</dl><p>Operational with no backup or no redundancy: the service is up, and one more failure could interrupt it.</p><p>${toUptimeFormula(thresholdMs)}</p><p>Without data for 10 s a service is unknown, and grey. Days without data are stubs and never green.</p></details></footer>`
}
