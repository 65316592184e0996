import type { PublicDay } from './history'
import type { Impact, IncidentStatus, IncidentUpdate } from './incident'
import type { MaintenanceKind, MaintenanceStatus, MaintenanceUpdate } from './maintenance'
import type { PublicPhase } from './public-cluster'
import type { PublicState, Redundancy, StateCause } from './public-state'
import type { Uptime } from './uptime'

/**
 * All that leaves the program about one page: the allow-list that the HTML, the JSON, the feeds and the badges are made from, and nothing
 * else. Its names and ids were chosen for the public. Times are epoch ms.
 */
export interface PublicPage {
  slug: string
  title: string
  description: string | null
  createdAt: number
  /** Time of the last change of anything on it, ages left out. */
  updatedAt: number
  /** The oldest last observation among its components; null: some were never observed. */
  observedAt: number | null
  state: PublicState
  /** The weakest among its components. */
  redundancy: Redundancy
  /** From this length on a leader change is an outage here, ms. */
  thresholdMs: number
  components: PublicComponent[]
  /** Open ones first, then newest first; resolved ones of the shown days. */
  incidents: PublicIncident[]
  /** Running ones first, then those to come, then past ones, newest first. */
  maintenances: PublicMaintenance[]
}

export interface PublicComponent {
  id: string
  name: string
  description: string | null
  group: string | null
  position: number
  createdAt: number
  /** Includes maintenance and age. */
  state: PublicState
  /** The state under the maintenance; unknown when its data is old. */
  servingState: PublicState
  redundancy: Redundancy
  /** null: the state needs no cause. */
  cause: StateCause | null
  since: number | null
  observedAt: number | null
  isStale: boolean
  standbys: number | null
  spare: number | null
  leaderlessSince: number | null
  expectedBetween: { earliest: number; latest: number } | null
  days: PublicDay[]
  uptime: Uptime
}

export interface PublicIncident {
  id: string
  title: string
  status: IncidentStatus
  impact: Impact
  startedAt: number
  resolvedAt: number | null
  updatedAt: number
  /** When the outage began that goes on, or went on last; phases count from it. */
  lostAt: number
  /** Duration of the outage; null: it goes on, or its end was not observed. */
  downMs: number | null
  phases: PublicPhase[]
  updates: IncidentUpdate[]
  /** Ids of components of this page. */
  componentIds: string[]
}

export interface PublicMaintenance {
  id: string
  kind: MaintenanceKind
  title: string
  status: MaintenanceStatus
  startsAt: number
  endsAt: number
  createdAt: number
  updatedAt: number
  updates: MaintenanceUpdate[]
  componentIds: string[]
}
