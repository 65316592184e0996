import type { PublicPage } from '@/lib/status/model/public-page'
import { toPageSentence } from '@/lib/status/model/page-words'
import { toAgeLine, toBanner } from './banner'
import { toFooter } from './footer'
import { html, Html } from './html'
import { liveScript } from './live-script'
import { toNowSection, toPastSection } from './now-section'
import type { PageAddress } from './page-address'
import { toServicesSection } from './services-section'
import { style } from './style'

/** The parts of one page; the parts with ids in `live-parts.ts` change with events. */
export function toDocument(page: PublicPage, now: number, { base, url }: PageAddress): string {
  const body = html`<main data-page data-observed="${page.observedAt ?? ''}" data-now="${now}" data-live="${base}/live"><section class="stage" id="stage" data-state="${page.state}"><div class="light" aria-hidden="true"></div><p class="title">${page.title}</p><div role="status" id="banner">${toBanner(page, now)}</div><p class="age" id="age">${toAgeLine(page)}</p></section>${page.description !== null && html`<p class="lead">${page.description}</p>`}<div id="now">${toNowSection(page, now)}</div><div id="services-part">${toServicesSection(page, now)}</div><div id="past-part">${toPastSection(page, now)}</div>${toFooter(page, { base, url })}</main>`
  return toShell({ title: page.title, description: toPageSentence(page, now), base, body, script: liveScript }).text
}

interface Shell {
  title: string
  description: string
  /** The page's own path; null for a page that does not exist. */
  base: string | null
  body: Html
  script: string | null
}

export function toShell({ title, description, base, body, script }: Shell): Html {
  return html`${Html.ownSource('<!doctype html>')}<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><meta name="description" content="${description}"><meta name="color-scheme" content="light dark">${base !== null && html`<link rel="icon" href="${base}/icon.svg"><link rel="alternate" type="application/atom+xml" title="${title}" href="${base}/feed.atom"><link rel="alternate" type="application/rss+xml" title="${title}" href="${base}/feed.rss"><link rel="alternate" type="application/feed+json" title="${title}" href="${base}/feed.json">`}<style>${Html.ownSource(style)}</style></head><body>${body}${script !== null && html`<script>${Html.ownSource(script)}</script>`}</body></html>`
}
