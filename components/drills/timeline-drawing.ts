import { drillScenarios } from '@/lib/model/drills/scenarios'
import type { DrillReport } from '@/lib/model/drills/drill-report'
import type { PredictedWindow } from '@/lib/model/drills/prediction'
import { deriveEventRows, findEvent, type EventRow } from './event-rows'
import { derivePhaseRows, type PhaseRow } from './phase-rows'
import { makeTimeScale } from './time-scale'

export interface DrawnSpan {
  kind: 'standby' | 'leader' | 'broken'
  fromMs: number
  toMs: number
  text: string
}

export interface DrawnLane {
  master: string
  spans: DrawnSpan[]
}

/** Everything that the drawing shows, in ms from the fault. */
export interface TimelineDrawing {
  spanMs: number
  ticks: number[]
  lanes: DrawnLane[]
  phases: PhaseRow[]
  /** The letters of the events at or after the fault. */
  marks: { letter: string; ms: number }[]
  objectiveMs: number
  /** As it was predicted before the fault; null: a phase was not. */
  predicted: PredictedWindow | null
}

/** @returns null when the fault was not observed: then there is no axis to draw on */
export function deriveTimeline(report: DrillReport): TimelineDrawing | null {
  const events = deriveEventRows(report)
  if (findEvent(events, 'fault-done') === null) return null
  const phases = derivePhaseRows(report.measures.phases, null, true)
  const marks = events.flatMap(({ letter, afterMs }) => (afterMs === null || afterMs < 0 ? [] : [{ letter, ms: afterMs }]))
  const objectiveMs = report.document.objective.recoveryMs
  const predicted = report.prediction.total
  const latest = Math.max(
    objectiveMs,
    predicted?.latestMs ?? 0,
    ...marks.map(({ ms }) => ms),
    ...phases.map(({ window }) => window?.latestMs ?? 0),
  )
  const { spanMs, ticks } = makeTimeScale(latest)
  return { spanMs, ticks, lanes: deriveLanes(report, events, spanMs), phases, marks, objectiveMs, predicted }
}

function deriveLanes(report: DrillReport, events: EventRow[], spanMs: number): DrawnLane[] {
  const { target, leader, scenario } = report
  const { afterMaster } = leader
  const hasMoved = leader.after !== null && leader.after !== leader.before
  const lanes: DrawnLane[] = target === null ? [] : [{ master: target.master, spans: toTargetSpans(report, events, spanMs) }]
  if (afterMaster === null || afterMaster === target?.master) return lanes
  const announced = findEvent(events, 'leader-announced')?.afterMs ?? null
  if (drillScenarios[scenario].target === 'first-standby' || !hasMoved)
    return [...lanes, { master: afterMaster, spans: [{ kind: 'leader', fromMs: 0, toMs: spanMs, text: 'leader' }] }]
  if (announced === null) return lanes
  const spans: DrawnSpan[] = [
    { kind: 'standby', fromMs: 0, toMs: announced, text: 'standby, first in line' },
    { kind: 'leader', fromMs: announced, toMs: spanMs, text: 'leader' },
  ]
  return [...lanes, { master: afterMaster, spans }]
}

/** Broken from the fault until it was undone; afterwards what it was seen to be. */
function toTargetSpans({ scenario, leader }: DrillReport, events: EventRow[], spanMs: number): DrawnSpan[] {
  const { undo, target } = drillScenarios[scenario]
  const undone = findEvent(events, 'undone')?.afterMs ?? null
  const again = findEvent(events, 'in-line-again')?.afterMs ?? null
  const session = findEvent(events, 'session-ended')
  const word = undo === 'continue' ? 'frozen' : 'not running'
  const listed = session === null || target !== 'leader' ? word : `${word}, listed as leader until ${session.letter}`
  const spans: DrawnSpan[] = [{ kind: 'broken', fromMs: 0, toMs: Math.min(undone ?? spanMs, spanMs), text: listed }]
  const keptLead = target === 'leader' && leader.after !== null && leader.after === leader.before
  if (keptLead && undone !== null) return [...spans, { kind: 'leader', fromMs: undone, toMs: spanMs, text: 'leader' }]
  return again === null ? spans : [...spans, { kind: 'standby', fromMs: again, toMs: spanMs, text: 'standby' }]
}

/** Places on one line at least `gap` apart and between `low` and `high`, each as near to its own as the others allow; in order. */
export function spreadMarks(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const places = wanted.map((place) => Math.min(Math.max(place, low), high))
  for (let index = 1; index < places.length; index++) places[index] = Math.max(places[index]!, places[index - 1]! + gap)
  let limit = high
  for (let index = places.length - 1; index >= 0; index--) {
    places[index] = Math.min(places[index]!, limit)
    limit = places[index]! - gap
  }
  return places
}
