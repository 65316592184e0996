import { dayMs, hourMs, minuteMs } from '@/lib/base/durations'
import type { Gap, HistoryLane, HistorySpan } from '@/lib/model/history'
import type { LaneRole, VerdictLevel } from '@/lib/model/snapshot'

interface Placed {
  from: number
  to: number
  /** Ends now. */
  open: boolean
  /** Shares of the whole width, 0–100. */
  left: number
  width: number
  /** The number of short spans drawn as one; 1: a single span. */
  changes: number
}

export interface LaneBar extends Placed {
  role: LaneRole
  /** Of a leader that no longer leads: what it became, where that is no other place in line. */
  lostTo: LostTo | null
}

/** What a leader can become that leads no more, whether it failed or was stopped. */
export const lostWords = {
  down: 'until its process ended',
  frozen: 'until it stopped responding',
  unreachable: 'until it could not be reached',
} as const satisfies Partial<Record<LaneRole, string>>

export type LostTo = keyof typeof lostWords

export interface VerdictBar extends Placed {
  level: VerdictLevel
}

export interface LaneScale {
  from: number
  to: number
  /** Epoch ms. */
  ticks: number[]
}

/** How much of the past is shown. */
export const ranges = ['24h', '7d', '30d', '90d'] as const
export type RangeName = (typeof ranges)[number]

export const rangeMs: Record<RangeName, number> = { '24h': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs, '90d': 90 * dayMs }
const steps = [
  minuteMs,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  8 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  5 * dayMs,
  7 * dayMs,
  14 * dayMs,
]

/** From the first observation, at most `longest`, at least five minutes, to now. */
export function deriveLaneScale(lanes: readonly HistoryLane[], now: number, longest: number = dayMs): LaneScale {
  const first = Math.min(now - 5 * minuteMs, ...lanes.map((lane) => Date.parse(lane.spans[0]?.from ?? '')).filter(Number.isFinite))
  const from = Math.max(first, now - longest)
  const step = steps.find((one) => (now - from) / one <= 7) ?? 14 * dayMs
  const ticks: number[] = []
  for (let at = Math.ceil(from / step) * step; at < now - (now - from) * 0.06; at += step) ticks.push(at)
  return { from, to: now, ticks }
}

/**
 * The end of what is drawn: bars of ninety days need not be drawn anew each second. Now moves on by thousandths of the width,
 * and with each change.
 */
export function deriveScaleEnd(
  lanes: readonly HistoryLane[],
  verdicts: readonly HistorySpan<VerdictLevel>[],
  now: number,
  longest: number,
): number {
  const { from } = deriveLaneScale(lanes, now, longest)
  const step = Math.max(1_000, Math.floor((now - from) / 1_000_000) * 1_000)
  const newest = [...lanes.map(({ spans }) => spans.at(-1)), verdicts.at(-1)]
    .map((span) => Date.parse(span?.from ?? ''))
    .filter(Number.isFinite)
  return Math.max(Math.floor(now / step) * step, Math.min(Math.max(0, ...newest) + 1_000, now))
}

/** When the first of what is drawn was observed, epoch ms; null: all of the scale was, as far as gaps do not say otherwise. */
export function findObservedSince(lanes: readonly HistoryLane[], scale: Pick<LaneScale, 'from'>): number | null {
  const starts = lanes.map((lane) => Date.parse(lane.spans[0]?.from ?? '')).filter(Number.isFinite)
  const first = Math.min(...starts)
  return Number.isFinite(first) && first >= scale.from ? first : null
}

/** The bars of a lane. What nobody watched is left out: a span is cut in two by a gap. */
export function deriveBars(lane: HistoryLane, scale: LaneScale, gaps: readonly Gap[] = []): LaneBar[] {
  return lane.spans.flatMap((span, index) => {
    const next = lane.spans[index + 1]
    const lostTo = span.role === 'leader' && next !== undefined && next.role in lostWords ? (next.role as LostTo) : null
    const parts = place(span, scale, gaps)
    return parts.map((part, at) => ({ ...part, role: span.role, lostTo: at === parts.length - 1 ? lostTo : null }))
  })
}

export function deriveVerdictBars(spans: readonly HistorySpan<VerdictLevel>[], scale: LaneScale, gaps: readonly Gap[]): VerdictBar[] {
  return spans.flatMap((span) => place(span, scale, gaps).map((part) => ({ ...part, level: span.value })))
}

export function deriveGapBars(gaps: readonly Gap[], scale: LaneScale): Placed[] {
  return gaps.flatMap((gap) => place(gap, scale, []))
}

function place(span: { from: string; to: string | null; changes?: number }, scale: LaneScale, gaps: readonly Gap[]): Placed[] {
  const whole = scale.to - scale.from
  const end = span.to === null ? scale.to : Math.min(Date.parse(span.to), scale.to)
  return cut({ from: Math.max(Date.parse(span.from), scale.from), to: end }, gaps).map(({ from, to }) => ({
    from,
    to,
    open: span.to === null && to === scale.to,
    changes: span.changes ?? 1,
    left: ((from - scale.from) / whole) * 100,
    width: ((to - from) / whole) * 100,
  }))
}

function cut(span: { from: number; to: number }, gaps: readonly Gap[]): { from: number; to: number }[] {
  let parts = [span]
  for (const gap of gaps) {
    const [from, to] = [Date.parse(gap.from), Date.parse(gap.to)]
    parts = parts.flatMap((part) =>
      to <= part.from || from >= part.to
        ? [part]
        : [
            { from: part.from, to: from },
            { from: to, to: part.to },
          ],
    )
  }
  return parts.filter(({ from, to }) => to > from)
}

/** How often the lead moved to another master, and how long the observed outages lasted, inside the scale. */
export function deriveLaneFigures(
  lanes: readonly HistoryLane[],
  verdicts: readonly HistorySpan<VerdictLevel>[],
  scale: LaneScale,
  gaps: readonly Gap[] = [],
): { changes: number; leaderlessMs: number } {
  const terms = lanes
    .flatMap((lane) => deriveBars(lane, scale).flatMap((bar) => (bar.role === 'leader' ? { master: lane.master, ...bar } : [])))
    .sort((a, b) => a.from - b.from)
  const outages = deriveVerdictBars(verdicts, scale, gaps).filter(({ level }) => level === 'no-leader')
  return {
    changes: terms.reduce((sum, { master, changes }, i) => sum + changes - (i === 0 || terms[i - 1]!.master === master ? 1 : 0), 0),
    leaderlessMs: outages.reduce((sum, { from, to }) => sum + to - from, 0),
  }
}

/** The times of changes, oldest first: where the slider stops. */
export function deriveStops(lanes: readonly HistoryLane[], scale: LaneScale): number[] {
  const all = lanes.flatMap(({ spans }) => spans.map(({ from }) => Date.parse(from)))
  return [...new Set(all)].filter((at) => at > scale.from && at < scale.to).sort((one, two) => one - two)
}
