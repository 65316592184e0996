import type { z } from 'zod'
import type { ActivitySource } from './activity-sources'
import type * as activities from './schemas/activity'
import type { Severity } from './snapshot'

/** Inferred from lib/model/schemas: one source for compiler, API check and OpenAPI. */
export type ActivityListing = z.infer<typeof activities.activity>
export type ActivityEntry = ActivityListing['entries'][number]

export interface ActivityFilter {
  clusterId: string | null
  /** Empty: all sources that the reader may see. */
  sources: readonly ActivitySource[]
  /** Empty: all severities. */
  severities: readonly Severity[]
  /** Part of a name. */
  who: string | null
  /** Part of the text, subject or kind. */
  text: string | null
  /** Epoch ms. */
  from: number | null
  to: number | null
}
