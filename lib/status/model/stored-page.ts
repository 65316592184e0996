import type { Span } from './outage'
import type { Incident } from './incident'
import type { Maintenance } from './maintenance'
import type { PublicCluster } from './public-cluster'

/** A page as administrators set it up. */
export interface StoredPage {
  id: string
  slug: string
  title: string
  description: string | null
  isPublished: boolean
  /** From this length on a leader change is an outage here, ms. */
  thresholdMs: number
  /** The understudy.yaml that says what it is; null: it is made in the browser. Not public. */
  declaredIn: string | null
  createdAt: number
  updatedAt: number
  components: StoredComponent[]
}

/** Gives a cluster a public name on one page. `id` is made for the public and says nothing. */
export interface StoredComponent {
  id: string
  clusterId: string
  name: string
  description: string | null
  group: string | null
  position: number
  createdAt: number
}

/** The last good picture of a cluster, and when it became so. */
export interface StoredCluster {
  clusterId: string
  cluster: PublicCluster
  since: number
}

/** Everything that pages are made from, as one reading of the database. */
export interface StoredStatus {
  pages: StoredPage[]
  clusters: ReadonlyMap<string, StoredCluster>
  /** When each cluster was last observed: the pulse. */
  observedAt: Readonly<Record<string, number>>
  spans: ReadonlyMap<string, readonly Span[]>
  incidents: Incident[]
  maintenances: Maintenance[]
  /** When something other than the pulse last changed. */
  changedAt: number
}
