import { z } from 'zod'
import type { TimeRange } from './time-range'

export const maintenanceKind = z.enum(['maintenance', 'drill'])
export type MaintenanceKind = z.infer<typeof maintenanceKind>
export type MaintenanceStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed'

export interface MaintenanceUpdate {
  id: string
  status: MaintenanceStatus
  body: string
  at: number
}

/** Announced work on some components of a page, or a drill on one cluster, which every page with that cluster shows. */
export interface Maintenance {
  id: string
  kind: MaintenanceKind
  /** null for a drill. */
  pageId: string | null
  /** The clusters it concerns; for an announced one, those of the chosen components. */
  clusterIds: string[]
  title: string
  body: string
  startsAt: number
  /** Planned end; of a drill that runs, its deadline. */
  endsAt: number
  /** When it was ended by hand or by the drill's own end; null: `endsAt` counts. */
  endedAt: number | null
  createdAt: number
  updatedAt: number
  /** Newest first. */
  updates: MaintenanceUpdate[]
}

export function deriveMaintenanceStatus(
  { startsAt, endsAt, endedAt }: Pick<Maintenance, 'startsAt' | 'endsAt' | 'endedAt'>,
  now: number,
): MaintenanceStatus {
  if (endedAt !== null || now >= endsAt) return 'completed'
  return now < startsAt ? 'scheduled' : 'in_progress'
}

export function isUnderMaintenance(maintenances: readonly Maintenance[], clusterId: string, now: number): boolean {
  return maintenances.some((one) => one.clusterIds.includes(clusterId) && deriveMaintenanceStatus(one, now) === 'in_progress')
}

/** The windows that uptime leaves out for one cluster; a maintenance that ended early counts to its real end only. */
export function toWindows(maintenances: readonly Maintenance[], clusterId: string): TimeRange[] {
  return maintenances
    .filter((one) => one.clusterIds.includes(clusterId))
    .map(({ startsAt, endsAt, endedAt }) => ({ from: startsAt, to: Math.min(endsAt, endedAt ?? endsAt) }))
}
