import { z } from 'zod'
import { time } from '../schemas/common'

/** Phases of a failover, in their order: fault → session ended → new leader announced → all tasks run. */
export const drillPhase = z.enum(['detection', 'election', 'recovery'])

export const predictedWindow = z.object({ earliestMs: z.number(), latestMs: z.number() })

/** Made before the fault from the live configuration and from what was measured here, and never changed afterwards. */
export const drillPrediction = z.object({
  madeAt: time,
  /** A phase that nothing predicts has no window. */
  phases: z.array(z.object({ phase: drillPhase, window: predictedWindow.nullable(), basis: z.string() })),
  /** Sum of the phases; null: one of them is not predicted. */
  total: predictedWindow.nullable(),
  /** The longest replay of any job if the fault came then, ms; null: a job has no checkpoint, or it is not known. */
  replayMs: z.number().nullable(),
  /** "Jobs pause for 7–15 s and replay at most 4 s." */
  sentence: z.string(),
})

export type DrillPhase = z.infer<typeof drillPhase>
export type DrillPrediction = z.infer<typeof drillPrediction>
export type PredictedWindow = z.infer<typeof predictedWindow>
