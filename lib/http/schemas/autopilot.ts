import 'server-only'
import { z } from 'zod'
import { time } from '@/lib/model/schemas/common'

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
    .meta({ description: 'At most one takeover in this time, until somebody acknowledges; default an hour.' }),
  confirm: words.meta({ description: 'The cluster’s name.' }),
  reason: words.nullish(),
})

const run = z.object({
  id: z.number(),
  at: time,
  master: z.string(),
  result: z.enum(['running', 'done', 'failed', 'refused', 'held-back']),
  text: z.string(),
  operationId: z.string().nullable(),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
})

export const autopilot = z.object({
  on: z.boolean(),
  againAfterMs: z.number(),
  changedAt: time.nullable(),
  changedBy: z.string().nullable(),
  ready: z.boolean(),
  sentence: z.string(),
  changesAt: time
    .nullable()
    .meta({ description: 'When it is another by the clock alone: ask again then. Everything else is told by the streams (`settings`).' }),
  needsAcknowledgement: z.boolean(),
  runs: z.array(run),
})

export const backupList = z.object({
  backups: z.array(
    z.object({
      name: z.string(),
      at: time,
      bytes: z.number(),
      checksum: z.string(),
      content: z.array(z.string()),
      removedAt: time.nullable(),
      restoredAt: time.nullable(),
    }),
  ),
})
