import { z } from 'zod'
import { drillProbe } from './probes'
import { drillScenarioIds, drillScenarios } from './scenarios'

const ms = z.int().min(1).max(3_600_000)

/** What a drill must meet. */
export const drillObjective = z.strictObject({
  /** From the fault until all tasks of all jobs run again; for a standby the longest interruption of the jobs. */
  recoveryMs: ms,
  /** At most so much of each job's input is replayed: age of its newest checkpoint at the fault. */
  replayMs: ms.nullish(),
  /** Two leaders at once are never accepted. */
  overlapMs: z.literal(0),
})

/** A drill as a document: what is broken, what must hold before, during and after, and what has to be met. */
export const drillDocument = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    scenario: z.enum(drillScenarioIds),
    /** The rule by which the process is chosen, at the moment of the act. */
    target: z.enum(['leader', 'first-standby']),
    objective: drillObjective,
    /** Holds before the fault, and again after the rollback. */
    steadyState: z.array(drillProbe).min(1).max(20),
    /** Sampled twice a second during the fault; one that breaks ends the drill and undoes the fault. */
    stopConditions: z.array(drillProbe).max(20),
    /** From the fault: what is not measured by then is not waited for, and the guard on the host undoes the fault a little later. */
    deadlineMs: z.int().min(5_000).max(3_600_000),
    rollback: z.literal('always'),
  })
  .refine(({ scenario, target }) => drillScenarios[scenario].target === target, {
    path: ['target'],
    message: 'the target is the one that the scenario breaks',
  })

export type DrillDocument = z.infer<typeof drillDocument>
