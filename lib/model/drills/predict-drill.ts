import { toDurationText, toWindowText } from '@/lib/base/durations'
import { toIso } from '../observed'
import type { ClusterSnapshot } from '../snapshot'
import type { DrillPhase, DrillPrediction, PredictedWindow } from './prediction'
import { drillScenarios, type DrillScenarioId } from './scenarios'

/** Medians of takeovers that this console measured on the cluster, in ms from the start; null: none was measured. */
export interface MeasuredTakeovers {
  leadsMs: number
  runningMs: number
}

export interface PredictionInput {
  scenario: DrillScenarioId
  snapshot: ClusterSnapshot
  measured: MeasuredTakeovers | null
  /** Epoch ms. */
  now: number
}

/** A session that is closed ends with one write of the quorum; a JobManager needs a while to get there (reference runs: 0.4–1.9 s). */
const closesWindow: PredictedWindow = { earliestMs: 0, latestMs: 2_500 }
/** Of a standby that never led before (reference runs on 1.20 and 2.3: 0.4–0.8 s quiet, up to 2.5 s on a busy host). */
const electionWindow: PredictedWindow = { earliestMs: 100, latestMs: 3_000 }
/** From the announcement until all tasks run, without a restart delay (reference runs: 0.9–2.0 s quiet, up to 5 s on a busy host). */
const recoveryWindow: PredictedWindow = { earliestMs: 300, latestMs: 6_000 }
/** A median says how long it takes here, not how much it varies. */
const around = { least: 0.5, most: 2.5 }

/** What the failover should take, from the live configuration; made before the fault. */
export function predictDrill({ scenario, snapshot, measured, now }: PredictionInput): DrillPrediction {
  const { takeover } = snapshot
  const replayMs = takeover.replayFrom === null ? null : Math.max(0, now - Date.parse(takeover.replayFrom))
  const movesLead = drillScenarios[scenario].target === 'leader'
  const phases = [predictDetection(scenario, snapshot), ...(movesLead ? [predictElection(), predictRecovery(measured)] : [])]
  const total = movesLead ? sum(phases.map(({ window }) => window)) : { earliestMs: 0, latestMs: 0 }
  return {
    madeAt: toIso(now),
    phases,
    total,
    replayMs: movesLead ? replayMs : null,
    sentence: movesLead ? toSentence(total, replayMs, snapshot.recovery.jobs.length) : 'No job is interrupted.',
  }
}

type Predicted = DrillPrediction['phases'][number]

function predictDetection(scenario: DrillScenarioId, { takeover }: ClusterSnapshot): Predicted {
  const phase: DrillPhase = 'detection'
  if (drillScenarios[scenario].session === 'closes')
    return { phase, window: closesWindow, basis: 'A leader that is asked to end closes its ZooKeeper session.' }
  const { windowMs, windowBasis } = takeover
  const window = windowMs && { earliestMs: windowMs.earliest, latestMs: windowMs.latest }
  return { phase, window, basis: windowBasis }
}

function predictElection(): Predicted {
  return { phase: 'election', window: electionWindow, basis: 'Measured on Flink 1.20 and 2.3: a standby’s first term.' }
}

function predictRecovery(measured: MeasuredTakeovers | null): Predicted {
  if (measured === null)
    return {
      phase: 'recovery',
      window: recoveryWindow,
      basis: 'Measured on Flink 1.20 and 2.3, without a restart delay; none was measured here.',
    }
  const ms = Math.max(0, measured.runningMs - measured.leadsMs)
  return {
    phase: 'recovery',
    window: { earliestMs: Math.round(ms * around.least), latestMs: Math.round(ms * around.most) },
    basis: `The median of the takeovers measured here is ${toDurationText(ms)}.`,
  }
}

function sum(windows: readonly (PredictedWindow | null)[]): PredictedWindow | null {
  return windows.reduce<PredictedWindow | null>(
    (total, one) => total && one && { earliestMs: total.earliestMs + one.earliestMs, latestMs: total.latestMs + one.latestMs },
    { earliestMs: 0, latestMs: 0 },
  )
}

function toSentence(total: PredictedWindow | null, replayMs: number | null, jobs: number): string {
  if (jobs === 0) return 'There is no job that could pause.'
  const pause =
    total === null ? 'for a time that is not known' : `for ${toWindowText({ earliest: total.earliestMs, latest: total.latestMs })}`
  const [who, verb] = jobs === 1 ? ['The job pauses', 'replays'] : ['Jobs pause', 'replay']
  const replay = replayMs === null ? '; how much is replayed is not known' : ` and ${verb} at most ${toDurationText(replayMs + 1_000)}`
  return `${who} ${pause}${replay}.`
}
