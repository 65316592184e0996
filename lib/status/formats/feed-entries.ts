import type { PublicPage } from '@/lib/status/model/public-page'
import { statusWords } from '@/lib/status/model/status-words'

/** One update of an incident or of a maintenance: an entry of its own, whose id never changes. */
export interface FeedEntry {
  id: string
  title: string
  body: string
  at: number
  url: string
  /** Names of the components that the entry concerns. */
  categories: string[]
}

export interface FeedDocument {
  /** Stays when the address of the page changes its scheme or host. */
  id: string
  title: string
  description: string
  url: string
  /** Time of the newest entry, else of the page: a real change, never the time of the request. */
  updatedAt: number
  entries: FeedEntry[]
}

export const longestFeed = 50

/** @param url of the page, without a slash at the end */
export function toFeed(page: PublicPage, url: string): FeedDocument {
  const all = [
    ...page.incidents.map((one) => ({ ...one, anchor: 'incident' })),
    ...page.maintenances.map((one) => ({ ...one, anchor: 'maintenance' })),
  ]
  const entries = all
    .flatMap(({ id, title, updates, componentIds, anchor }) =>
      updates.map((update): FeedEntry => ({
        id: toEntryId(page, update.id),
        title: `${statusWords[update.status]}: ${title}`,
        body: update.body,
        at: update.at,
        url: `${url}#${anchor}-${id}`,
        categories: page.components.filter((component) => componentIds.includes(component.id)).map(({ name }) => name),
      })),
    )
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .slice(0, longestFeed)
  return {
    id: `tag:understudy,${new Date(page.createdAt).toISOString().slice(0, 10)}:${page.slug}`,
    title: page.title,
    description: page.description ?? `Incidents and maintenance of ${page.title}`,
    url,
    updatedAt: entries[0]?.at ?? page.createdAt,
    entries,
  }
}

/** RFC 4151: unique and permanent without being an address that must stay reachable. */
function toEntryId({ slug, createdAt }: PublicPage, updateId: string): string {
  return `tag:understudy,${new Date(createdAt).toISOString().slice(0, 10)}:${slug}/${updateId}`
}
