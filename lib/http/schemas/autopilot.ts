import 'server-only'
import { z } from 'zod'

const words = z.string().max(500)

/** A minute to thirty days. */
export const autopilotRequest = z.strictObject({
  on: z.boolean(),
  againAfterMs: z
    .number()
    .int()
    .min(60_000)
    .max(30 * 24 * 3_600_000)
    .optional()
    .meta({ description: 'At most one takeover in this time, until an operator acknowledges; default an hour.' }),
  confirm: words.meta({ description: 'The cluster’s name.' }),
  reason: words.nullish(),
})
