import { uptimeFormula } from '@/lib/status/model/uptime'
import { publicStates, publicStateWords } from '@/lib/status/model/public-state'
import { html, type Html } from './html'
import { toStateMark } from './state-mark'

/** How to follow the page, and how to read it. @param base the page's own path */
export function toFooter(base: string): Html {
  return html`<footer><section aria-labelledby="follow"><h2 id="follow">Follow this page</h2><p class="links"><a href="${base}/feed.atom">Atom</a> <a href="${base}/feed.rss">RSS</a> <a href="${base}/feed.json">JSON feed</a> <a href="${base}/api/v2/summary.json">summary.json</a> <a href="${base}/badge.svg">Badge</a> <a href="${base}/embed">Embed</a></p></section><details><summary>What the states mean, and how uptime is counted</summary><dl>${publicStates.map((state) => html`<dt>${toStateMark(state)}</dt><dd>${publicStateWords[state].meaning}</dd>`)}</dl><p>${uptimeFormula}</p><p>What was not heard of for 10 s is called unknown, and grey. Days without data are stubs and never green.</p></details></footer>`
}
