import 'server-only'
import { toDocument } from '@/lib/status/page/document'
import { toEmbedDocument } from '@/lib/status/page/embed-document'
import { toAtom } from '@/lib/status/formats/atom'
import { toBadge } from '@/lib/status/formats/badge'
import { toFeed } from '@/lib/status/formats/feed-entries'
import { toJsonFeed } from '@/lib/status/formats/json-feed'
import { toRss } from '@/lib/status/formats/rss'
import {
  toComponentsJson,
  toIncidentsJson,
  toMaintenancesJson,
  toStatusJson,
  toSummaryJson,
  type At,
} from '@/lib/status/formats/statuspage'
import type { PublicPage } from '@/lib/status/model/public-page'

/** How browsers and caches in between keep an answer. */
export type Keeping = 'fresh' | 'revalidate'

export interface PublicRoute {
  type: string
  keeping: Keeping
  /** May be shown in frames of other sites. */
  isEmbed?: boolean
  /** null: the page has no such part. */
  make(page: PublicPage, at: At & { base: string }): string | null
}

const json = (make: (page: PublicPage, at: At) => unknown): PublicRoute => ({
  type: 'application/json; charset=utf-8',
  keeping: 'fresh',
  make: (page, at) => JSON.stringify(make(page, at)),
})
const feed = (type: string, make: (of: ReturnType<typeof toFeed>) => string): PublicRoute => ({
  type,
  keeping: 'revalidate',
  make: (page, { url }) => make(toFeed(page, url)),
})
const svg = (make: (page: PublicPage) => string | null): PublicRoute => ({
  type: 'image/svg+xml; charset=utf-8',
  keeping: 'revalidate',
  make,
})

/** Everything under `/status/{page}`, and nothing else. */
const routes: Record<string, PublicRoute> = {
  '': { type: 'text/html; charset=utf-8', keeping: 'fresh', make: (page, { now, base, url }) => toDocument(page, now, { base, url }) },
  embed: {
    type: 'text/html; charset=utf-8',
    keeping: 'fresh',
    isEmbed: true,
    make: (page, { now, base }) => toEmbedDocument(page, now, base),
  },
  'api/v2/summary.json': json(toSummaryJson),
  'api/v2/status.json': json(toStatusJson),
  'api/v2/components.json': json(toComponentsJson),
  'api/v2/incidents.json': json((page, at) => toIncidentsJson(page, at)),
  'api/v2/incidents/unresolved.json': json((page, at) => toIncidentsJson(page, at, 'unresolved')),
  'api/v2/scheduled-maintenances.json': json((page, at) => toMaintenancesJson(page, at)),
  'api/v2/scheduled-maintenances/upcoming.json': json((page, at) => toMaintenancesJson(page, at, 'upcoming')),
  'api/v2/scheduled-maintenances/active.json': json((page, at) => toMaintenancesJson(page, at, 'active')),
  'feed.atom': feed('application/atom+xml; charset=utf-8', toAtom),
  'feed.rss': feed('application/rss+xml; charset=utf-8', toRss),
  'feed.json': feed('application/feed+json; charset=utf-8', (of) => JSON.stringify(toJsonFeed(of))),
  'badge.svg': svg((page) => toBadge(page.title, page)),
  'icon.svg': svg(() => icon),
}

/** @param path below the page, without a slash at either end */
export function findRoute(path: string): PublicRoute | null {
  if (Object.hasOwn(routes, path)) return routes[path] ?? null
  const id = /^components\/([a-z0-9]{1,40})\/badge\.svg$/.exec(path)?.[1]
  if (id === undefined) return null
  return svg((page) => {
    const component = page.components.find((one) => one.id === id)
    return component ? toBadge(component.name, component) : null
  })
}

/** A figure in a cone of light. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M8 2h4l6 16H2Z" fill="#d8b348" opacity=".5"/><circle cx="8.4" cy="14" r="2.6" fill="#d8b348"/><circle cx="14" cy="15.4" r="1.9" fill="#8fa1c2"/></svg>'
