import { z } from 'zod'
import { activitySources } from '../activity-sources'
import { severity, time } from './common'

/** What happened, was found or was done, newest first. */
export const activity = z.object({
  entries: z.array(
    z.object({
      /** Unique, e.g. `event-123`. */
      id: z.string(),
      at: time,
      source: z.enum(activitySources),
      /** An event's kind, a rule, a kind of operation, the state that an update gives an incident or maintenance, an audited action. */
      kind: z.string(),
      severity,
      clusterId: z.string().nullable(),
      /** Object of the entry. */
      subject: z.string().nullable(),
      /** Name of the person, key or program; null: an event without an actor. */
      who: z.string().nullable(),
      text: z.string(),
    }),
  ),
  next: z.string().nullable().meta({ description: 'Ask with `before=` this for the older ones.' }),
  problem: z.string().nullable().meta({ description: 'Why the journal could not be asked.' }),
})

/** Result of checking the whole audit. */
export const auditProof = z.object({
  lines: z.number().int().meta({ description: 'How many are whole, from the first on.' }),
  head: z.string().meta({ description: 'Hash of the last of them: write both down elsewhere and give them later as `line` and `hash`.' }),
  brokenAt: z.number().int().nullable().meta({ description: 'The first line that is not as it was; null: the audit is whole.' }),
  sentence: z.string(),
})
