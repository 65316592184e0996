import 'server-only'
import type { PublicDay } from '@/lib/status/model/history'
import type { PublicPage } from '@/lib/status/model/public-page'
import type { StoredStatus } from '@/lib/status/model/stored-page'
import { servingFacts } from '@/lib/status/model/public-state'
import { toDays, toPublicPage } from '@/lib/status/model/to-public-page'
import type { StatusStore } from './store'

/** One page at one moment; `stamp` changes when it does. */
export interface PageView {
  page: PublicPage
  now: number
  stamp: string
}

/** `no-data`: the database was never read, so it is not known which pages exist. */
export type PageLookup = PageView | 'missing' | 'no-data'

/** Published pages as they are now: each is made at most once per second and once per change, whatever the number of requests. */
export function createPages(store: Pick<StatusStore, 'current'>): { find(slug: string): PageLookup } {
  const views = new Map<string, PageView>()
  const days = createDaysCache()
  let madeFor: StoredStatus | null = null
  return {
    find(slug) {
      const current = store.current()
      if (current === null) return 'no-data'
      const stored = current.status.pages.find((page) => page.slug === slug && page.isPublished)
      if (!stored) return 'missing'
      if (madeFor !== current.status) views.clear()
      madeFor = current.status
      const now = Date.now()
      const second = Math.floor(now / 1000)
      const known = views.get(slug)
      if (known && Math.floor(known.now / 1000) === second) return known
      const view = {
        page: toPublicPage(stored, current.status, now, days(current.version)),
        now,
        stamp: `${current.version}.${second}.${JSON.stringify(current.status.observedAt)}`,
      }
      views.set(slug, view)
      return view
    },
  }
}

/** Ninety days are walked once per change and once a minute; each second while no leader is proven, because the open outage counts. */
function createDaysCache() {
  const made = new Map<string, PublicDay[]>()
  let key = ''
  return (version: number) =>
    (clusterId: string, thresholdMs: number, status: StoredStatus, now: number): PublicDay[] => {
      const state = status.clusters.get(clusterId)?.cluster.state ?? 'unknown'
      if (servingFacts[state].isLeaderless) return toDays(clusterId, thresholdMs, status, now)
      const of = `${clusterId} ${thresholdMs}`
      const wanted = `${version}.${Math.floor(now / 60_000)}`
      if (wanted !== key) made.clear()
      key = wanted
      const known = made.get(of) ?? toDays(clusterId, thresholdMs, status, now)
      made.set(of, known)
      return known
    }
}
