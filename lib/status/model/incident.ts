import type { PublicPhase } from './public-cluster'

export type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
export type Impact = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'

export interface IncidentUpdate {
  id: string
  status: IncidentStatus
  body: string
  at: number
}

/** Opened by the program for one cluster, or written by operators for a page. */
export interface Incident {
  id: string
  /** null: not of one cluster. Internal; pages turn it into their own components. */
  clusterId: string | null
  /** null: shown on each page that has the cluster. */
  pageId: string | null
  title: string
  status: IncidentStatus
  impact: Impact
  startedAt: number
  resolvedAt: number | null
  updatedAt: number
  /** When somebody led again; null while nobody does, or for incidents that are not about leadership. */
  ledAgainAt: number | null
  /** The console was not looking when it ended: how long it really took is not known. */
  isEndUnseen: boolean
  phases: PublicPhase[]
  /** Newest first. */
  updates: IncidentUpdate[]
}

/** How long nobody led, as far as it is known. */
export function deriveLeaderlessMs({ startedAt, ledAgainAt }: Pick<Incident, 'startedAt' | 'ledAgainAt'>): number | null {
  return ledAgainAt === null ? null : ledAgainAt - startedAt
}
