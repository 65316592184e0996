import { z } from 'zod'
import { time } from './common'

const run = z.object({
  id: z.number(),
  at: time,
  master: z.string(),
  /** `running`: it acts at this moment. */
  result: z.enum(['running', 'done', 'failed', 'refused', 'held-back']),
  text: z.string(),
  operationId: z.string().nullable(),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
})

/** `GET /api/v1/clusters/{id}/autopilot`; POST changes it (administrator), POST `…/acknowledge` lets it act again (operator). */
export const autopilot = z.object({
  on: z.boolean(),
  againAfterMs: z.number(),
  changedAt: time.nullable(),
  changedBy: z.string().nullable(),
  /** Whether it would act if the leader's process exited now; `sentence`: why or why not. */
  ready: z.boolean(),
  sentence: z.string(),
  changesAt: time
    .nullable()
    .meta({ description: 'When it is another by the clock alone: ask again then. Everything else is told by the streams (`settings`).' }),
  /** It acted and waits until an operator acknowledges. */
  needsAcknowledgement: z.boolean(),
  /** Newest first. */
  runs: z.array(run),
})

/** `GET /api/v1/clusters/{id}/backups`: what `restore-dangling` takes as `options.backup`; newest first. */
export const backupList = z.object({
  backups: z.array(
    z.object({
      name: z.string(),
      at: time,
      bytes: z.number(),
      checksum: z.string(),
      /** Its content in words, one entry per line. */
      content: z.array(z.string()),
      removedAt: time.nullable(),
      restoredAt: time.nullable(),
    }),
  ),
})
