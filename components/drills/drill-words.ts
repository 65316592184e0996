import { toPreciseDurationText, toWindowText } from '@/lib/base/durations'
import type { Tone } from '@/components/ui/pill'
import type { DrillReport, DrillVerdict, MeasuredDuration } from '@/lib/model/drills/drill-report'
import type { DrillPhase, PredictedWindow } from '@/lib/model/drills/prediction'
import type { DrillScenario } from '@/lib/model/drills/scenarios'

export const drillVerdictWords: Record<DrillVerdict, { word: string; tone: Tone; shape: string; className: string }> = {
  passed: { word: 'Passed', tone: 'good', shape: '✓', className: 'text-green' },
  failed: { word: 'Failed', tone: 'broken', shape: '▲', className: 'text-red' },
  aborted: { word: 'Aborted', tone: 'look', shape: '◆', className: 'text-amber-ink' },
  inconclusive: { word: 'Inconclusive', tone: 'unproven', shape: '?', className: 'text-muted' },
}

interface FaultWords {
  /** The fault on the object, as text and as a sign of its own. */
  sign: string
  word: string
  /** “the freeze”. */
  noun: string
  /** What the guard does at its deadline. */
  undoes: string
  toSince(master: string, elapsed: string): string
  toUndoing(master: string): string
  toAbort(master: string): string
}

/** What each signal does to a process, in words. */
export const faultWords: Record<DrillScenario['signal'], FaultWords> = {
  STOP: {
    sign: '❙❙',
    word: 'Frozen by this drill',
    noun: 'freeze',
    undoes: 'undoes the freeze',
    toSince: (master, elapsed) => `${master} has been frozen for ${elapsed}.`,
    toUndoing: (master) => `Resuming ${master}.`,
    toAbort: (master) => `Abort and resume ${master}`,
  },
  KILL: {
    sign: '✕',
    word: 'Killed by this drill',
    noun: 'kill',
    undoes: 'starts the process again',
    toSince: (master, elapsed) => `${master} was killed ${elapsed} ago.`,
    toUndoing: (master) => `Starting ${master} again.`,
    toAbort: (master) => `Abort and start ${master}`,
  },
  TERM: {
    sign: '✕',
    word: 'Stopped by this drill',
    noun: 'stop',
    undoes: 'starts the process again',
    toSince: (master, elapsed) => `${master} was stopped ${elapsed} ago.`,
    toUndoing: (master) => `Starting ${master} again.`,
    toAbort: (master) => `Abort and start ${master}`,
  },
}

export const drillPhaseWords: Record<DrillPhase, { title: string; toEnd: (target: string | null) => string }> = {
  detection: { title: 'Detection', toEnd: (target) => `ZooKeeper session of ${target ?? 'the target'} ends` },
  election: { title: 'Election', toEnd: () => 'next leader announced' },
  recovery: { title: 'Recovery', toEnd: () => 'all tasks of all jobs run' },
}

/** “± 12 ms”; a clock whose offset was not measured says so. */
export function toUncertaintyText(uncertaintyMs: number | null): string {
  return uncertaintyMs === null ? '± not known' : `± ${toPreciseDurationText(uncertaintyMs)}`
}

/** “27–42 s”, “0 s” where no pause is predicted. */
export function toPredictedText({ earliestMs, latestMs }: PredictedWindow): string {
  return toWindowText({ earliest: earliestMs, latest: latestMs })
}

/** “Jobs pause 27–51 s”, as a card says it. */
export function toPauseText(total: PredictedWindow | null): string {
  if (total === null) return 'not known'
  return total.latestMs === 0 ? 'No interruption' : `Jobs pause ${toPredictedText(total)}`
}

/** “41.6 s”, “no interruption”. */
export function toRecoveryText(recovery: MeasuredDuration | null): string {
  if (recovery === null) return 'not measured'
  return recovery.ms === 0 ? 'no interruption' : toPreciseDurationText(recovery.ms)
}

/** Number and unit, and a sign and its number, stay on one line. */
export function keepUnits(text: string): string {
  return text.replace(/± (?=\d)/g, '±\u00a0').replace(/(\d) (?=(?:ms|s|min|h)\b)/g, '$1\u00a0')
}

/** The sentence of a verdict without the title and the verdict, which stand beside it already. */
export function toBareSentence({ title, verdict, sentence }: Pick<DrillReport, 'title' | 'verdict' | 'sentence'>): string {
  const start = `${title}: ${verdict}. `
  return sentence.startsWith(start) ? sentence.slice(start.length) : sentence
}

export type AgainstObjective = 'met' | 'missed' | 'unknown'

export const objectiveWords: Record<AgainstObjective, { shape: string; word: string; className: string }> = {
  met: { shape: '✓', word: 'objective met', className: 'text-green' },
  missed: { shape: '▲', word: 'objective missed', className: 'text-red' },
  unknown: { shape: '?', word: 'not known whether the objective was met', className: 'text-muted' },
}

/** Whether a measured duration meets an objective; what the uncertainty could turn around is not known. */
export function compareWithObjective(measured: MeasuredDuration | null, objectiveMs: number): AgainstObjective {
  if (measured === null) return 'unknown'
  const uncertainty = measured.uncertaintyMs ?? 0
  if (measured.ms - uncertainty > objectiveMs) return 'missed'
  return measured.uncertaintyMs !== null && measured.ms + uncertainty <= objectiveMs ? 'met' : 'unknown'
}
