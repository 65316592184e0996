import type { DrillMeasures, MeasuredDuration } from '@/lib/model/drills/drill-report'
import type { DrillPhase, PredictedWindow } from '@/lib/model/drills/prediction'

/** One phase on the axis of the drill, ms from the fault. */
export interface PhaseRow {
  phase: DrillPhase
  /** `missing`: the drill ended and its end was not observed. */
  state: 'done' | 'current' | 'waiting' | 'missing'
  /** null: its begin was not observed. */
  fromMs: number | null
  /** Its measured end; of the current one the present. */
  toMs: number | null
  measured: MeasuredDuration | null
  predicted: PredictedWindow | null
  /** When it should end: its window after its begin, else after the windows of those before it. */
  window: PredictedWindow | null
  comparison: DrillMeasures['phases'][number]['comparison']
}

/**
 * The phases one after the other.
 * @param elapsedMs since the fault while the drill is measured; null: it has ended, or its fault is not done yet
 */
export function derivePhaseRows(phases: DrillMeasures['phases'], elapsedMs: number | null, hasEnded: boolean): PhaseRow[] {
  let fromMs: number | null = elapsedMs === null && !hasEnded ? null : 0
  let before: PredictedWindow | null = { earliestMs: 0, latestMs: 0 }
  let isOpen = false
  return phases.map(({ phase, measured, predicted, comparison }) => {
    const start = fromMs
    const window = addWindow(start === null ? before : { earliestMs: start, latestMs: start }, predicted)
    const isCurrent = measured === null && !hasEnded && !isOpen && start !== null
    const toMs = measured !== null && start !== null ? start + measured.ms : isCurrent ? elapsedMs : null
    isOpen ||= measured === null
    fromMs = measured === null || start === null ? null : start + measured.ms
    before = window
    const state = measured !== null ? 'done' : hasEnded ? 'missing' : isCurrent ? 'current' : 'waiting'
    return { phase, state, fromMs: start, toMs, measured, predicted, window, comparison }
  })
}

function addWindow(a: PredictedWindow | null, b: PredictedWindow | null): PredictedWindow | null {
  return a && b && { earliestMs: a.earliestMs + b.earliestMs, latestMs: a.latestMs + b.latestMs }
}

/** Sum of the windows up to and with `phase`; null: one is not predicted. */
export function sumWindows(phases: DrillMeasures['phases'], until: DrillPhase): PredictedWindow | null {
  const last = phases.findIndex(({ phase }) => phase === until)
  if (last < 0) return null
  return phases
    .slice(0, last + 1)
    .reduce<PredictedWindow | null>((sum, { predicted }) => addWindow(sum, predicted), { earliestMs: 0, latestMs: 0 })
}
