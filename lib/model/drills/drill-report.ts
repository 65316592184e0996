import { z } from 'zod'
import { time } from '../schemas/common'
import { drillDocument } from './drill-document'
import { drillEvidence } from './evidence'
import { drillPhase, drillPrediction, predictedWindow } from './prediction'
import { probeResult } from './probes'
import { drillScenarioIds } from './scenarios'

/**
 * `passed`: the objective was met, and the steady state holds again. `failed`: it was not, or something was left behind. `aborted`: the
 * drill was ended before it was measured. `inconclusive`: what would decide was not observed.
 */
export const drillVerdict = z.enum(['passed', 'failed', 'aborted', 'inconclusive'])

/** A measured duration: it lies within `ms` ± `uncertaintyMs`. */
export const measuredDuration = z.object({ ms: z.number(), uncertaintyMs: z.number().nullable() })

export const measuredPhase = z.object({
  phase: drillPhase,
  /** null: its begin or end was not observed. */
  measured: measuredDuration.nullable(),
  predicted: predictedWindow.nullable(),
  /** Against the prediction; `unknown` where one of the two is missing. */
  comparison: z.enum(['within', 'shorter', 'longer', 'unknown']),
})

export const drillMeasures = z.object({
  phases: z.array(measuredPhase),
  /** From the fault until all tasks of all jobs run again; for a standby the longest interruption of the jobs. */
  recovery: measuredDuration.nullable(),
  /** From the end of the old leader until the new one is announced; null: not measured, or the lead did not move. */
  gap: measuredDuration.nullable(),
  /** Two leaders at once; 0 wherever none was seen. */
  overlapMs: z.number(),
  /** From the fault until every job completed a checkpoint under the new leader. */
  firstCheckpoint: measuredDuration.nullable(),
  /** The longest replay of any job: age of its newest checkpoint at the fault. */
  replayMs: z.number().nullable(),
  jobs: z.array(
    z.object({
      jobId: z.string(),
      name: z.string().nullable(),
      running: measuredDuration.nullable(),
      firstCheckpoint: measuredDuration.nullable(),
    }),
  ),
  /** The phase that took longest, and the setting that would shorten it; null: nothing was measured. */
  slowest: z.object({ phase: drillPhase, setting: z.string().nullable(), advice: z.string() }).nullable(),
})

/** What the guard on the target's host said of itself last. */
export const guardReport = z.object({
  host: z.string(),
  /** `ended`: by this console, after the undo. `lost`: it does not run and left no word. `acted`: it undid the fault by itself. */
  state: z.enum(['not-installed', 'waiting', 'ended', 'acted', 'found-nothing', 'lost', 'not-heard']),
  /** When it undoes the fault by itself. */
  actsAt: time.nullable(),
  text: z.string(),
})

/** One run of a drill: everything that its page, its files and a comparison show. */
export const drillReport = z.object({
  /** Id of the operation. */
  id: z.string(),
  /** Counts the drills of a cluster. */
  number: z.number(),
  clusterId: z.string(),
  clusterName: z.string(),
  scenario: z.enum(drillScenarioIds),
  title: z.string(),
  verdict: drillVerdict,
  /** The verdict in a sentence. */
  sentence: z.string(),
  /** Why it is not passed, the weightiest first. */
  reasons: z.array(z.string()),
  startedAt: time,
  endedAt: time,
  by: z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'key', 'system']) }),
  reason: z.string().nullable(),
  /** null: it ended before a target was proven. */
  target: z.object({ master: z.string(), host: z.string(), pid: z.number() }).nullable(),
  /** The leader session ids before and after. */
  leader: z.object({ before: z.string().nullable(), after: z.string().nullable(), afterMaster: z.string().nullable() }),
  document: drillDocument,
  prediction: drillPrediction,
  measures: drillMeasures,
  steadyState: z.object({ before: z.array(probeResult), after: z.array(probeResult) }),
  guard: guardReport.nullable(),
  rollback: z.object({ isDone: z.boolean(), text: z.string() }),
  /** What runs or lies on a host and should not, with what to do; empty: nothing. */
  leftBehind: z.array(z.string()),
  /** The configuration that the figures depend on, and a hash of it. */
  configuration: z.object({
    fingerprint: z.string(),
    flinkVersion: z.string().nullable(),
    sessionTimeoutMs: z.number().nullable(),
    tickTimeMs: z.number().nullable(),
    checkpointIntervalMs: z.number().nullable(),
    options: z.record(z.string(), z.string().nullable()),
  }),
  /** Offset of the target's host from this console's clock: host minus console. */
  clock: z.object({ host: z.string(), offsetMs: z.number(), uncertaintyMs: z.number() }).nullable(),
  evidence: z.array(drillEvidence),
})

/** One run, also while it goes on. */
export const drill = z.object({
  /** Id of the operation: `GET /api/v1/operations/{id}` has its steps, `POST …/abort` ends and undoes it. */
  id: z.string(),
  number: z.number(),
  clusterId: z.string(),
  scenario: z.enum(drillScenarioIds),
  state: z.enum(['running', 'ended']),
  /** null while it runs. */
  verdict: drillVerdict.nullable(),
  sentence: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  document: drillDocument,
  prediction: drillPrediction,
  target: drillReport.shape.target,
  guard: guardReport.nullable(),
  /** What was observed until now. */
  evidence: z.array(drillEvidence),
  measures: drillMeasures,
})

/** `GET /api/v1/clusters/{id}/drills`: newest first. */
export const drillList = z.object({
  /** false: `drills: { allow: false }` in understudy.yaml. */
  allowed: z.boolean(),
  drills: z.array(drill.omit({ evidence: true, document: true })),
})

/** Body of `POST …/drills`. */
export const drillRequest = z.strictObject({
  scenario: z.enum(drillScenarioIds),
  /** Recovery objective in ms; default: the predicted window with some room. */
  objectiveMs: z.int().min(1).max(3_600_000).nullish(),
  dryRun: z.boolean().optional().meta({ description: 'Answers 200 with the plan and does nothing.' }),
  expectedLeaderSessionId: z.string().max(64).nullish().meta({ description: 'As the plan named it; null when there was no leader.' }),
  confirm: z.string().max(500).nullish().meta({ description: 'What the plan wants to be typed: the cluster’s name.' }),
  override: z.string().max(500).nullish().meta({ description: 'The words that a refusal names, if it is to be done nevertheless.' }),
  reason: z.string().max(500).nullish(),
})

export type DrillVerdict = z.infer<typeof drillVerdict>
export type DrillReport = z.infer<typeof drillReport>
export type DrillMeasures = z.infer<typeof drillMeasures>
export type MeasuredDuration = z.infer<typeof measuredDuration>
export type GuardReport = z.infer<typeof guardReport>
export type Drill = z.infer<typeof drill>
export type DrillList = z.infer<typeof drillList>
export type DrillRequest = z.infer<typeof drillRequest>
