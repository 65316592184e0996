import { z } from 'zod'
import type { Span } from './outage'
import type { Incident } from './incident'
import type { Maintenance } from './maintenance'
import type { PublicCluster } from './public-cluster'

const at = z.number().int()

/** A cluster's public name on one page. `id` is made for the public and reveals nothing. */
const storedComponent = z.object({
  id: z.string(),
  clusterId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  group: z.string().nullable(),
  position: z.number().int(),
  createdAt: at,
})

/** A page as administrators set it up. Times are epoch ms. */
export const storedPage = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  isPublished: z.boolean(),
  thresholdMs: at.meta({ description: 'From this length on a leader change is an outage on the page, ms.' }),
  /** Not public. */
  declaredIn: z.string().nullable().meta({ description: 'The understudy.yaml that says what it is; null: it is changed here.' }),
  createdAt: at,
  updatedAt: at,
  components: z.array(storedComponent),
})
export type StoredPage = z.infer<typeof storedPage>
export type StoredComponent = z.infer<typeof storedComponent>

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
