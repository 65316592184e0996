import { toPreciseDurationText } from '@/lib/base/durations'
import { wasSeenTogether } from '@/lib/base/seen-together'
import type { PhaseName, Takeover, TakeoverPhase } from '@/lib/model/snapshot'

const words: Record<PhaseName, (standby: string | null) => string> = {
  'process-gone': () => 'process exited',
  // Its session ended, or its latch was removed from the election before that.
  'session-ended': () => 'session ended',
  'standby-leads': (standby) => (standby === null ? 'standby leads' : `${standby} leads`),
  'rest-answers': () => 'REST API up',
  'task-managers': () => 'TaskManagers',
  'jobs-running': () => 'jobs running',
  'first-checkpoint': () => 'first checkpoint',
}

export function toPhaseWords({ phase, progress }: TakeoverPhase, newLeader: string | null): string {
  return progress === null ? words[phase](newLeader) : `${words[phase](newLeader)} ${progress}`
}

/** What a takeover goes through, none of it reached. */
export const phasesAhead: readonly TakeoverPhase[] = (Object.keys(words) as PhaseName[]).map((phase) => ({
  phase,
  at: null,
  progress: null,
}))

/** “+34.1 s”, or “by +34.1 s” where several were seen in one update; null: not reached, or with the beginning itself. */
export function toPhaseTime(phase: TakeoverPhase, phases: readonly TakeoverPhase[], startedAt: number): string | null {
  if (phase.at === null || Date.parse(phase.at) <= startedAt) return null
  const after = `+${toPreciseDurationText(Date.parse(phase.at) - startedAt)}`
  return wasSeenTogether(phase, phases) ? `by ${after}` : after
}

/** When the last phase was reached, epoch ms; null: not yet. Earlier ones may never be proven: a silent host's process is not. */
export function deriveEnd(takeover: Takeover): number | null {
  const last = takeover.phases.find((one) => one.phase === 'first-checkpoint')?.at
  return last ? Date.parse(last) : null
}

export interface TakeoverScale {
  /** ms that the whole bar stands for. */
  spanMs: number
  /** ms from the start. */
  ticks: number[]
}

const steps = [
  1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 21_600_000, 86_400_000,
] as const

/** A scale with room for the latest expected moment and for the elapsed time; grows in steps, so that it seldom moves. */
export function deriveScale(elapsedMs: number, latestMs: number | null): TakeoverScale {
  const wanted = Math.max(elapsedMs, (latestMs ?? 0) * 1.12, 5_000)
  const step = steps.find((one) => wanted / one <= 6) ?? steps[steps.length - 1]!
  const spanMs = Math.ceil(wanted / step) * step
  return { spanMs, ticks: Array.from({ length: Math.round(spanMs / step) + 1 }, (_, index) => index * step) }
}

export interface Segment {
  kind: 'leaderless' | 'recovering' | 'running'
  fromMs: number
  toMs: number
}

/** What filled the bar up to now: no leader, then jobs came back, then all was well. ms from the start */
export function deriveSegments(takeover: Takeover, startedAt: number, elapsedMs: number): Segment[] {
  const at = (phase: PhaseName) => {
    const time = takeover.phases.find((one) => one.phase === phase)?.at
    return time ? Date.parse(time) - startedAt : null
  }
  const leads = at('standby-leads') ?? elapsedMs
  const runs = at('jobs-running') ?? elapsedMs
  const segments: Segment[] = [
    { kind: 'leaderless', fromMs: 0, toMs: Math.min(leads, elapsedMs) },
    { kind: 'recovering', fromMs: leads, toMs: Math.min(runs, elapsedMs) },
    { kind: 'running', fromMs: runs, toMs: elapsedMs },
  ]
  return segments.filter(({ fromMs, toMs }) => toMs > fromMs)
}
