import type { IsoTime } from './observed'
import type { Severity } from './snapshot'

/** Where an entry of the activity comes from; the audit is for administrators only. */
export const activitySources = ['event', 'term', 'finding', 'operation', 'incident', 'maintenance', 'audit'] as const

export type ActivitySource = (typeof activitySources)[number]

/** One line of what happened, was found or was done. */
export interface ActivityEntry {
  /** Unique, e.g. `event-123`. */
  id: string
  at: IsoTime
  source: ActivitySource
  /** An event's kind, a rule, a kind of operation, the state that an update gives an incident or maintenance, an audited action. */
  kind: string
  severity: Severity
  clusterId: string | null
  /** What it is about. */
  subject: string | null
  /** Who did it; null: nobody, it happened. */
  who: string | null
  text: string
}

export interface ActivityFilter {
  clusterId: string | null
  /** Empty: all that the reader may see. */
  sources: readonly ActivitySource[]
  /** Empty: all. */
  severities: readonly Severity[]
  /** Part of a name. */
  who: string | null
  /** Part of the text, subject or kind. */
  text: string | null
  /** Epoch ms. */
  from: number | null
  to: number | null
}

export interface ActivityListing {
  entries: ActivityEntry[]
  /** Ask with `before=` this for the older ones; null: there are none. */
  next: string | null
  /** Why the journal could not be asked; null: it could. */
  problem: string | null
}
