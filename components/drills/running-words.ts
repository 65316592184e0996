import { toPreciseDurationText, toTickingText } from '@/lib/base/durations'
import type { Drill, GuardReport } from '@/lib/model/drills/drill-report'
import { findFinest } from '@/lib/model/drills/evidence'
import type { PredictedWindow } from '@/lib/model/drills/prediction'
import { drillScenarios } from '@/lib/model/drills/scenarios'
import type { OperationRecord, StepRecord } from '@/lib/model/operation'
import { faultWords } from './drill-words'
import { sumWindows } from './phase-rows'

/** How far a running drill is. `undoing`: a step that undoes the fault runs. */
export type DrillStage = 'preparing' | 'broken' | 'led' | 'recovered' | 'undoing'

export interface RunningState {
  stage: DrillStage
  /** When the fault was done, epoch ms; null: not yet. */
  faultAt: number | null
  /** When the fault was seen to be undone; null: not yet. */
  undoneAt: number | null
}

/** The step under way; null: none is. */
function findStep(record: OperationRecord | null): StepRecord | null {
  return record?.steps[record.step ?? -1] ?? null
}

/** @param record its operation; null: not known */
export function deriveRunningState(drill: Drill | null, record: OperationRecord | null): RunningState {
  const fault = drill === null ? null : findFinest(drill.evidence, 'fault-done')
  const undone = drill === null ? null : findFinest(drill.evidence, 'undone')
  const times = { faultAt: fault?.at ?? null, undoneAt: undone?.at ?? null }
  if (drill === null || fault === null) return { stage: 'preparing', ...times }
  const step = findStep(record)
  if (undone !== null || step?.always === true) return { stage: 'undoing', ...times }
  if (findFinest(drill.evidence, 'jobs-running') !== null) return { stage: 'recovered', ...times }
  return { stage: drill.measures.gap === null ? 'broken' : 'led', ...times }
}

interface Headline {
  /** What is broken and for how long, or what is being done. */
  sentence: string
  /** What should come next, and when (epoch ms); null: nothing is predicted. */
  expected: { what: string; from: number; to: number } | null
}

interface HeadlineInput extends RunningState {
  drill: Drill | null
  record: OperationRecord | null
  /** JobManager that leads now; null: none, or not known. */
  leader: string | null
  /** First in line; null: not known. */
  standby: string | null
  now: number
}

export function toRunningHeadline(input: HeadlineInput): Headline {
  const { drill, record, stage, faultAt, now, leader } = input
  const step = findStep(record)
  if (drill === null || faultAt === null || stage === 'preparing')
    return { sentence: `Nothing is broken yet. ${step === null ? 'The drill starts.' : `${step.title}.`}`, expected: null }
  const master = drill.target?.master ?? 'The target'
  const words = faultWords[drillScenarios[drill.scenario].signal]
  if (stage === 'undoing') return { sentence: toUndoing(input, words.toUndoing(master)), expected: null }
  const since = words.toSince(master, toTickingText(now - faultAt))
  const { gap, recovery } = drill.measures
  if (stage === 'recovered')
    return { sentence: `All jobs run again${recovery === null ? '' : ` after ${toPreciseDurationText(recovery.ms)}`}.`, expected: null }
  if (stage === 'led')
    return {
      sentence: `${leader ?? 'The next leader'} leads after ${toPreciseDurationText(gap!.ms)} without a leader.`,
      expected: toExpected('Jobs should run again', faultAt, drill.prediction.total),
    }
  if (drillScenarios[drill.scenario].target !== 'leader')
    return { sentence: `${since} ${leader ?? 'The leader'} should keep the lead, and no job should stop.`, expected: null }
  return {
    sentence: since,
    expected: toExpected(`${input.standby ?? 'A standby'} should lead`, faultAt, sumWindows(drill.measures.phases, 'election')),
  }
}

function toUndoing({ record, undoneAt }: HeadlineInput, undoing: string): string {
  const abortedBy = record?.abortedBy ?? null
  const by = abortedBy === null ? '' : `Aborting, requested by ${abortedBy}. `
  return undoneAt === null ? `${by}${undoing}` : `${by}The fault is undone. The steady state is checked again.`
}

function toExpected(what: string, faultAt: number, window: PredictedWindow | null): Headline['expected'] {
  return window && { what, from: faultAt + window.earliestMs, to: faultAt + window.latestMs }
}

export interface GuardWords {
  tone: 'calm' | 'good' | 'look' | 'broken'
  /** Seconds left, for the ring; null: it does not count down. */
  leftMs: number | null
  text: string
}

/** What the guard on the target's host promises or did. */
export function toGuardWords({ guard, scenario }: Pick<Drill, 'guard' | 'scenario'>, now: number): GuardWords {
  const { undoes } = faultWords[drillScenarios[scenario].signal]
  if (guard === null) return { tone: 'calm', leftMs: null, text: 'The guard is not started yet. Nothing is broken before it answers.' }
  const leftMs = guard.actsAt === null ? null : Date.parse(guard.actsAt) - now
  if (guard.state === 'waiting' && leftMs !== null)
    return leftMs > 0
      ? {
          tone: 'calm',
          leftMs,
          text: `Guard on ${guard.host} ${undoes} in ${toTickingText(leftMs + 999)}, even if this console dies.`,
        }
      : { tone: 'look', leftMs: 0, text: `The deadline of the guard on ${guard.host} has passed. It is asked what it did.` }
  if (guard.state === 'not-heard')
    return {
      tone: 'look',
      leftMs: leftMs === null ? null : Math.max(0, leftMs),
      text: `Guard on ${guard.host} not heard. It ${undoes} at its deadline all the same.`,
    }
  return { tone: guardTones[guard.state], leftMs: null, text: guard.text }
}

const guardTones: Record<GuardReport['state'], GuardWords['tone']> = {
  'not-installed': 'look',
  waiting: 'calm',
  ended: 'good',
  acted: 'look',
  'found-nothing': 'good',
  lost: 'broken',
  'not-heard': 'look',
}
