import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import { drillScenarios } from '@/lib/model/drills/scenarios'
import { compareWithObjective, toPredictedText, toUncertaintyText, type AgainstObjective } from './drill-words'
import { findEvent, type EventRow } from './event-rows'
import { sumWindows } from './phase-rows'

/** One of the figures on top of a report, with what it has to be read against. */
export interface ReportFigure {
  name: string
  value: string
  against: AgainstObjective | null
  /** Objective, prediction, uncertainty: a line each. */
  notes: string[]
}

/** Recovery, detection, time without a leader and replay, each with its objective. */
export function deriveFigures(report: DrillReport, events: readonly EventRow[]): ReportFigure[] {
  return [toRecovery(report), toDetection(report), toGap(report, events), toReplay(report)]
}

const none = 'no objective'

function toRecovery({ measures: { recovery }, document, prediction, scenario, verdict }: DrillReport): ReportFigure {
  const { recoveryMs } = document.objective
  const isStandby = drillScenarios[scenario].target === 'first-standby'
  return {
    name: isStandby ? 'Longest interruption of a job' : 'Recovery time',
    value: recovery === null ? 'not measured' : toPreciseDurationText(recovery.ms),
    against: verdict === 'aborted' ? 'unknown' : compareWithObjective(recovery, recoveryMs),
    notes: [
      `objective ${toPreciseDurationText(recoveryMs)}`,
      prediction.total === null ? 'not predicted' : `predicted ${toPredictedText(prediction.total)}`,
      ...(recovery === null ? [] : [toUncertaintyText(recovery.uncertaintyMs)]),
    ],
  }
}

function toDetection({ measures }: DrillReport): ReportFigure {
  const phase = measures.phases.find((one) => one.phase === 'detection')
  const measured = phase?.measured ?? null
  return {
    name: 'Detection',
    value: measured === null ? 'not measured' : toPreciseDurationText(measured.ms),
    against: null,
    notes: [
      none,
      phase?.predicted ? `predicted ${toPredictedText(phase.predicted)}` : 'not predicted',
      ...(measured === null ? [] : [toUncertaintyText(measured.uncertaintyMs)]),
    ],
  }
}

function toGap({ measures, scenario, leader }: DrillReport, events: readonly EventRow[]): ReportFigure {
  const name = 'Without a leader'
  const { target, signal } = drillScenarios[scenario]
  if (target !== 'leader') {
    const isSame = leader.before !== null && leader.before === leader.after
    return {
      name,
      value: isSame ? '0 s' : 'not measured',
      against: null,
      notes: [none, isSame ? 'the leader stayed' : 'the leader changed'],
    }
  }
  const from = findEvent(events, signal === 'STOP' ? 'fault-done' : 'process-gone')
  const to = findEvent(events, 'leader-announced')
  const window = signal === 'TERM' ? null : sumWindows(measures.phases, 'election')
  const { gap } = measures
  return {
    name,
    value: gap === null ? 'not measured' : toPreciseDurationText(gap.ms),
    against: null,
    notes: [
      none,
      ...(window === null ? [] : [`predicted ${toPredictedText(window)}`]),
      ...(gap === null || from === null || to === null ? [] : [`${from.letter} to ${to.letter}, ${toUncertaintyText(gap.uncertaintyMs)}`]),
    ],
  }
}

function toReplay({ measures: { replayMs, recovery }, document }: DrillReport): ReportFigure {
  const most = document.objective.replayMs ?? null
  const isUninterrupted = replayMs === null && recovery?.ms === 0
  return {
    name: 'Replayed, at most',
    value: replayMs === null ? (isUninterrupted ? 'nothing' : 'not known') : toPreciseDurationText(replayMs),
    against: most === null ? null : replayMs === null ? 'unknown' : replayMs <= most ? 'met' : 'missed',
    notes: [most === null ? none : `objective ${toPreciseDurationText(most)}`, 'since the last checkpoint, worst job'],
  }
}

/** One argument for or against two leaders at once. */
export interface LeaderProof {
  state: 'holds' | 'broken' | 'unknown'
  text: string
}

/** What proves that no two led at once; without an observation nothing does. */
export function deriveLeaderProofs(report: DrillReport, events: readonly EventRow[]): LeaderProof[] {
  const { measures, evidence, scenario, leader } = report
  const announcements = evidence.filter(({ what }) => what === 'leader-announced').length
  const overlap: LeaderProof =
    measures.overlapMs > 0
      ? {
          state: 'broken',
          text: `At least ${toPreciseDurationText(measures.overlapMs)}: a former leader announced itself again after the next one had.`,
        }
      : announcements === 0
        ? { state: 'unknown', text: 'Not known: no announcement of a leader was observed.' }
        : { state: 'holds', text: `0 s: no second announcement in ${evidence.length} observed events.` }
  if (drillScenarios[scenario].target !== 'leader') return [overlap]
  return [overlap, toOrder(events, leader.afterMaster)]
}

/** The end of the former session before the announcement of the next leader, as far as the clocks can tell. */
function toOrder(events: readonly EventRow[], next: string | null): LeaderProof {
  const [ended, led] = [findEvent(events, 'session-ended'), findEvent(events, 'leader-announced')]
  if (ended === null || led === null || ended.afterMs === null || led.afterMs === null)
    return { state: 'unknown', text: 'The end of the former leader’s session and the next leader were not both observed.' }
  const both = `the former leader’s session ended (${ended.letter}) before ${next ?? 'the next leader'} led (${led.letter})`
  if (ended.uncertaintyMs === null || led.uncertaintyMs === null)
    return { state: 'unknown', text: `Not known whether ${both}: the offset of a clock was not measured.` }
  const isBefore = ended.afterMs + ended.uncertaintyMs <= led.afterMs - led.uncertaintyMs
  return isBefore
    ? { state: 'holds', text: `In time, ${both}.` }
    : { state: 'unknown', text: `The clocks are not exact enough to tell whether ${both}.` }
}
