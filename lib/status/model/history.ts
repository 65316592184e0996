import { dayMs } from '@/lib/base/durations'
import { shownDays, startOfDay, toDay } from './day'
import { deriveWorst, isOutage, type PublicState, type ServingState } from './public-state'

/** A stretch of time in which one state was observed without a gap. What lies between spans was not observed. */
export interface Span {
  state: ServingState
  from: number
  to: number
}

/** Announced work or a drill; what happens within is shown and not counted. */
export interface Window {
  from: number
  to: number
}

export interface PublicDay {
  day: string
  /** Time observed, ms; 0: nothing is known of this day. */
  observedMs: number
  /** Without a leader, maintenance and drills left out. */
  leaderlessMs: number
  /** Without a leader within maintenance or a drill. */
  excludedLeaderlessMs: number
  maintenanceMs: number
  /** Worst state that was observed; unknown for a day without data. */
  worst: PublicState
}

/** The last 90 days, oldest first, each cut at midnight UTC. */
export function deriveDays(spans: readonly Span[], windows: readonly Window[], now: number): PublicDay[] {
  const today = startOfDay(now)
  const merged = mergeWindows(windows)
  const buckets = groupByDay(spans, today - (shownDays - 1) * dayMs, now)
  return Array.from({ length: shownDays }, (_, i) => {
    const from = today - (shownDays - 1 - i) * dayMs
    return deriveDay(
      toDay(from),
      buckets[i] ?? [],
      merged.filter((window) => window.from < from + dayMs && window.to > from),
    )
  })
}

/** Each span cut at the days it touches, so that a long history is walked once and not once a day. */
function groupByDay(spans: readonly Span[], first: number, now: number): Span[][] {
  const buckets: Span[][] = Array.from({ length: shownDays }, () => [])
  for (const span of spans) {
    const end = Math.min(span.to, now)
    for (let from = Math.max(span.from, first); from < end;) {
      const index = Math.floor((from - first) / dayMs)
      const to = Math.min(end, first + (index + 1) * dayMs)
      buckets[index]?.push({ state: span.state, from, to })
      from = to
    }
  }
  return buckets
}

function deriveDay(day: string, spans: readonly Span[], windows: readonly Window[]): PublicDay {
  const sum: PublicDay = { day, observedMs: 0, leaderlessMs: 0, excludedLeaderlessMs: 0, maintenanceMs: 0, worst: 'unknown' }
  const states = new Set<PublicState>()
  for (const span of spans) {
    if (span.state === 'unknown') continue
    states.add(span.state)
    const length = span.to - span.from
    const inWindows = windows.reduce((total, window) => total + overlap(span, window), 0)
    if (inWindows > 0) states.add('maintenance')
    sum.observedMs += length
    sum.maintenanceMs += inWindows
    if (!isOutage(span.state)) continue
    sum.leaderlessMs += length - inWindows
    sum.excludedLeaderlessMs += inWindows
  }
  return { ...sum, worst: deriveWorst([...states]) }
}

function overlap(a: Window, b: Window): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}

/** Windows that touch become one: time in two of them is excluded once. */
export function mergeWindows(windows: readonly Window[]): Window[] {
  const merged: Window[] = []
  for (const window of [...windows].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && window.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, window.to) }
    else merged.push({ from: window.from, to: window.to })
  }
  return merged
}
