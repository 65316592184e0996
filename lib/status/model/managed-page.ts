import type { Incident } from './incident'
import type { Maintenance } from './maintenance'
import type { StoredPage } from './stored-page'

/** What operators see of one page (lib/http/schemas/status-pages.ts describes it for scripts). */
export interface StatusPageDetail {
  page: StoredPage
  incidents: Pick<Incident, 'id' | 'clusterId' | 'title' | 'status' | 'impact' | 'startedAt' | 'resolvedAt' | 'updates'>[]
  maintenances: Pick<Maintenance, 'id' | 'kind' | 'clusterIds' | 'title' | 'body' | 'startsAt' | 'endsAt' | 'endedAt'>[]
}

/** A webhook with its last deliveries, newest first. */
export interface DeliveryLog {
  id: string
  url: string
  createdAt: number
  deliveries: {
    id: string
    createdAt: number
    attempts: number
    nextAt: number | null
    deliveredAt: number | null
    lastStatus: number | null
    lastProblem: string | null
  }[]
}
