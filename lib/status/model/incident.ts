import { z } from 'zod'
import type { PublicPhase } from './public-cluster'

export const incidentStatus = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'])
export type IncidentStatus = z.infer<typeof incidentStatus>
export const impact = z.enum(['none', 'minor', 'major', 'critical', 'maintenance'])
export type Impact = z.infer<typeof impact>

/** `at` is epoch ms. */
export const incidentEntry = z.object({ id: z.string(), status: incidentStatus, body: z.string(), at: z.number().int() })
export type IncidentUpdate = z.infer<typeof incidentEntry>

/** Opened by the program for one cluster, or written by operators for a page. */
export interface Incident {
  id: string
  /** null: not of one cluster. Internal; pages turn it into their own components. */
  clusterId: string | null
  /** The page whose threshold it reached; null: written before there were thresholds, and shown on each page that has the cluster. */
  pageId: string | null
  title: string
  status: IncidentStatus
  impact: Impact
  startedAt: number
  /** When the leader was lost that is missing now, or was missing last; the first loss is `startedAt`. */
  lostAt: number
  /** Time without a leader in the losses that are over, ms. */
  downMs: number
  resolvedAt: number | null
  updatedAt: number
  /** When a leader was proven again; null while none is, or for incidents that are not about leadership. */
  ledAgainAt: number | null
  /** The console did not observe the end: how long it really took is not known. */
  isEndUnseen: boolean
  phases: PublicPhase[]
  /** Newest first. */
  updates: IncidentUpdate[]
}

/** How long the service was down; null: it still is, or its end was not observed. */
export function deriveDownMs({ downMs, ledAgainAt, isEndUnseen }: Pick<Incident, 'downMs' | 'ledAgainAt' | 'isEndUnseen'>): number | null {
  return ledAgainAt === null || isEndUnseen ? null : downMs
}
