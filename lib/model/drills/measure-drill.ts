import { toNameOrId } from '../name-or-id'
import type { RecoveryJob } from '../snapshot'
import type { DrillMeasures, MeasuredDuration } from './drill-report'
import { findFinest, type DrillEvidence, type EvidenceName } from './evidence'
import { findOverlapMs } from './overlap'
import type { DrillPhase, DrillPrediction, PredictedWindow } from './prediction'
import { drillScenarios, type DrillScenarioId } from './scenarios'
import { findSetting } from './settings-of-phases'

export interface MeasureInput {
  scenario: DrillScenarioId
  prediction: DrillPrediction
  /** In the order of observation. */
  evidence: readonly DrillEvidence[]
  /** Jobs when the fault was planned. */
  jobs: readonly Pick<RecoveryJob, 'jobId' | 'name'>[]
  /** Leader session id at the fault. */
  leaderBefore: string | null
}

const phaseEnds: Record<DrillPhase, { from: EvidenceName; to: EvidenceName }> = {
  detection: { from: 'fault-done', to: 'session-ended' },
  election: { from: 'session-ended', to: 'leader-announced' },
  recovery: { from: 'leader-announced', to: 'jobs-running' },
}

/** Derives all figures of a run from what was observed; what was not observed stays null. */
export function measureDrill(input: MeasureInput): DrillMeasures {
  const { scenario, prediction, evidence } = input
  const evidenceAfter = evidence.filter((one) => one.what !== 'leader-announced' || one.subject !== input.leaderBefore)
  const movesLead = drillScenarios[scenario].target === 'leader'
  const phases = prediction.phases.map(({ phase, window }) => {
    const { from, to } = phaseEnds[phase]
    const measured = toDuration(findFinest(evidenceAfter, from), findFinest(evidenceAfter, to))
    return { phase, measured, predicted: window, comparison: compare(measured, window) }
  })
  const fault = findFinest(evidence, 'fault-done')
  const announced = findFinest(evidenceAfter, 'leader-announced')
  return {
    phases,
    recovery: movesLead ? toDuration(fault, findFinest(evidence, 'jobs-running')) : findInterruption(evidence, fault),
    gap: movesLead ? toDuration(findLeaderEnd(scenario, evidence), announced) : null,
    overlapMs: findOverlapMs(evidence),
    firstCheckpoint: toDuration(fault, findFinest(evidence, 'first-checkpoint')),
    replayMs: prediction.replayMs,
    jobs: input.jobs.map((job) => ({
      jobId: job.jobId,
      name: toNameOrId(job),
      running: toDuration(fault, findFinest(evidence, 'job-running', job.jobId)),
      firstCheckpoint: toDuration(fault, findFinest(evidence, 'first-checkpoint', job.jobId)),
    })),
    slowest: findSlowest(phases, scenario),
  }
}

/** A frozen process leads no more from the fault on; one that ends, until it is gone. */
function findLeaderEnd(scenario: DrillScenarioId, evidence: readonly DrillEvidence[]): DrillEvidence | null {
  return findFinest(evidence, drillScenarios[scenario].signal === 'STOP' ? 'fault-done' : 'process-gone')
}

/** From `from` to `to`; clocks that contradict their order by less than their uncertainty make 0. null: one was not observed. */
function toDuration(from: DrillEvidence | null, to: DrillEvidence | null): MeasuredDuration | null {
  if (from === null || to === null) return null
  const uncertaintyMs = from.uncertaintyMs === null || to.uncertaintyMs === null ? null : from.uncertaintyMs + to.uncertaintyMs
  return { ms: Math.max(0, Math.round(to.at - from.at)), uncertaintyMs: uncertaintyMs === null ? null : Math.round(uncertaintyMs) }
}

/** The longest interruption of any job; 0 where none was seen, null where its end was not. */
function findInterruption(evidence: readonly DrillEvidence[], fault: DrillEvidence | null): MeasuredDuration | null {
  if (fault === null) return null
  const interrupted = evidence.filter(({ what }) => what === 'job-interrupted')
  const durations = interrupted.map((one) =>
    toDuration(one, evidence.find(({ what, subject, at }) => what === 'job-running' && subject === one.subject && at >= one.at) ?? null),
  )
  if (durations.includes(null)) return null
  const longest = durations.filter((one) => one !== null).sort((a, b) => b.ms - a.ms)[0]
  return longest ?? { ms: 0, uncertaintyMs: fault.uncertaintyMs }
}

/** Only what the uncertainty cannot explain is outside of the window. */
function compare(measured: MeasuredDuration | null, window: PredictedWindow | null): DrillMeasures['phases'][number]['comparison'] {
  if (measured === null || window === null) return 'unknown'
  const uncertainty = measured.uncertaintyMs ?? 0
  if (measured.ms - uncertainty > window.latestMs) return 'longer'
  return measured.ms + uncertainty < window.earliestMs ? 'shorter' : 'within'
}

function findSlowest(phases: DrillMeasures['phases'], scenario: DrillScenarioId): DrillMeasures['slowest'] {
  const [slowest] = phases.filter(({ measured }) => measured !== null).sort((a, b) => b.measured!.ms - a.measured!.ms)
  return slowest === undefined ? null : { phase: slowest.phase, ...findSetting(slowest.phase, drillScenarios[scenario].session) }
}
