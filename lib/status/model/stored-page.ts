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
  /** The understudy.yaml that declares it; null: it is made in the browser. Not public. */
  declaredIn: string | null
  createdAt: number
  updatedAt: number
  components: StoredComponent[]
}

/** A cluster's public name on one page. `id` is made for the public and reveals nothing. */
export interface StoredComponent {
  id: string
  clusterId: string
  name: string
  description: string | null
  group: string | null
  position: number
  createdAt: number
}

/** The last good snapshot of a cluster, and since when it is so. */
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
  /** When anything other than the pulse last changed. */
  changedAt: number
}
