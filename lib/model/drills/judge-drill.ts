import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillDocument } from './drill-document'
import type { DrillMeasures, DrillReport, DrillVerdict, MeasuredDuration } from './drill-report'
import type { ProbeResult } from './probes'

export interface DrillOutcome {
  document: DrillDocument
  measures: DrillMeasures
  /** After the rollback. */
  after: readonly ProbeResult[]
  rollback: DrillReport['rollback']
  leftBehind: readonly string[]
  /** Whether the fault was done at all. */
  isFaultDone: boolean
  /** Why the drill was ended before its measurement; null: it was not. */
  abort: string | null
}

interface Reason {
  verdict: Exclude<DrillVerdict, 'passed'>
  text: string
}

const weight: Record<DrillVerdict, number> = { failed: 0, aborted: 1, inconclusive: 2, passed: 3 }

/** The verdict, from the worst reason; without one the drill is passed. */
export function judgeDrill(outcome: DrillOutcome): Pick<DrillReport, 'verdict' | 'sentence' | 'reasons'> {
  const reasons = [
    ...judgeSafety(outcome),
    ...(outcome.abort === null ? judgeObjective(outcome) : [{ verdict: 'aborted' as const, text: outcome.abort }]),
    ...(outcome.isFaultDone ? judgeAfter(outcome) : []),
  ].sort((a, b) => weight[a.verdict] - weight[b.verdict])
  const [worst] = reasons
  const { document, measures } = outcome
  return {
    verdict: worst?.verdict ?? 'passed',
    sentence: worst === undefined ? toPassed(document, measures) : `${document.title}: ${worst.verdict}. ${worst.text}`,
    reasons: reasons.map(({ text }) => text),
  }
}

function toPassed({ title, objective }: DrillDocument, { recovery }: DrillMeasures): string {
  const took = recovery === null || recovery.ms === 0 ? 'No job was interrupted' : `All jobs ran again after ${toText(recovery)}`
  return `${title}: passed. ${took}; the objective is ${toPreciseDurationText(objective.recoveryMs)}.`
}

function judgeSafety({ measures, rollback, leftBehind, isFaultDone }: DrillOutcome): Reason[] {
  const reasons: Reason[] = []
  if (measures.overlapMs > 0)
    reasons.push({ verdict: 'failed', text: `Two leaders were seen at once, for at least ${toPreciseDurationText(measures.overlapMs)}.` })
  if (isFaultDone && !rollback.isDone) reasons.push({ verdict: 'failed', text: rollback.text })
  return [...reasons, ...leftBehind.map((text): Reason => ({ verdict: 'failed', text }))]
}

function judgeObjective({ document: { objective }, measures, isFaultDone }: DrillOutcome): Reason[] {
  if (!isFaultDone) return [{ verdict: 'inconclusive', text: 'The fault was not done, so nothing was measured.' }]
  return [...judgeRecovery(objective.recoveryMs, measures), ...judgeReplay(objective.replayMs ?? null, measures.replayMs)]
}

function judgeRecovery(recoveryMs: number, { recovery, phases }: DrillMeasures): Reason[] {
  const objective = toPreciseDurationText(recoveryMs)
  if (recovery === null) return [{ verdict: 'failed', text: `The jobs were not seen to run again; the objective is ${objective}.` }]
  const uncertainty = recovery.uncertaintyMs ?? 0
  const took = `All jobs ran again after ${toText(recovery)}; the objective is ${objective}.`
  if (recovery.ms - uncertainty > recoveryMs) {
    const slow = phases.filter(({ comparison }) => comparison === 'longer').map(({ phase }) => phase)
    return [{ verdict: 'failed', text: `${took}${slow.length > 0 ? ` Longer than predicted: ${slow.join(', ')}.` : ''}` }]
  }
  if (recovery.uncertaintyMs === null || recovery.ms + uncertainty > recoveryMs)
    return [{ verdict: 'inconclusive', text: `${took} The clocks are not exact enough to tell.` }]
  return []
}

function judgeReplay(most: number | null, replayMs: number | null): Reason[] {
  if (most === null) return []
  if (replayMs === null) return [{ verdict: 'inconclusive', text: 'How much was replayed is not known.' }]
  if (replayMs <= most) return []
  return [
    { verdict: 'failed', text: `Up to ${toPreciseDurationText(replayMs)} were replayed; the objective is ${toPreciseDurationText(most)}.` },
  ]
}

function judgeAfter({ after }: DrillOutcome): Reason[] {
  if (after.length === 0) return [{ verdict: 'inconclusive', text: 'The steady state was not checked after the drill.' }]
  return after
    .filter(({ state }) => state !== 'holds')
    .map(({ state, text }) => ({ verdict: state === 'broken' ? 'failed' : 'inconclusive', text: `After the drill: ${text}` }))
}

function toText({ ms, uncertaintyMs }: MeasuredDuration): string {
  return `${toPreciseDurationText(ms)}${uncertaintyMs === null ? '' : ` (± ${toPreciseDurationText(uncertaintyMs)})`}`
}
