import { dayMs } from '@/lib/base/durations'
import { shownDays, startOfDay, toDay } from './day'
import { deriveLeaderChanges, isOutageFor, type LeaderChange, type Span } from './outage'
import { deriveWorst, servingFacts, type PublicState } from './public-state'
import type { TimeRange } from './time-range'

export interface PublicDay {
  day: string
  /** Time observed, ms; 0: nothing is known of this day. */
  observedMs: number
  /** Time in outages, without maintenance and drills. */
  leaderlessMs: number
  /** Time in outages, within maintenance or a drill. */
  excludedLeaderlessMs: number
  maintenanceMs: number
  /** Leader changes that began on this day and were too short for an outage. */
  leaderChanges: number
  /** Worst state that was observed; unknown for a day without data. */
  worst: PublicState
}

/** A span as a page counts it. */
interface CountedSpan extends TimeRange {
  state: PublicState
}

/**
 * The last 90 days, oldest first, each cut at midnight UTC.
 * @param thresholdMs a leader change of this length is an outage; a shorter one costs nothing
 */
export function deriveDays(spans: readonly Span[], windows: readonly TimeRange[], now: number, thresholdMs: number): PublicDay[] {
  const today = startOfDay(now)
  const merged = mergeWindows(windows)
  const changes = deriveLeaderChanges(spans)
  const buckets = groupByDay(toCounted(spans, changes, thresholdMs), today - (shownDays - 1) * dayMs, now)
  const short = changes.filter((change) => !change.isOpen && !isOutageFor(change, thresholdMs))
  return Array.from({ length: shownDays }, (_, i) => {
    const from = today - (shownDays - 1 - i) * dayMs
    const day = deriveDay(
      toDay(from),
      buckets[i] ?? [],
      merged.filter((window) => window.from < from + dayMs && window.to > from),
    )
    return { ...day, leaderChanges: short.filter((change) => change.from >= from && change.from < from + dayMs).length }
  })
}

/** Spans and changes are both sorted, so each is walked once. */
function toCounted(spans: readonly Span[], changes: readonly LeaderChange[], thresholdMs: number): CountedSpan[] {
  let index = 0
  return spans.flatMap(({ state, from, to }): CountedSpan[] => {
    if (state === 'unknown') return []
    if (!servingFacts[state].isLeaderless) return [{ state: 'operational', from, to }]
    while (index + 1 < changes.length && (changes[index + 1]?.from ?? Infinity) <= from) index++
    const change = changes[index]
    const isOutage = change !== undefined && isOutageFor(change, thresholdMs)
    return [{ state: isOutage ? 'outage' : change?.isPlanned ? 'maintenance' : 'operational', from, to }]
  })
}

/** Splits each span at the days it touches, so that a long history is walked once and not once per day. */
function groupByDay(spans: readonly CountedSpan[], first: number, now: number): CountedSpan[][] {
  const buckets: CountedSpan[][] = Array.from({ length: shownDays }, () => [])
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

function deriveDay(day: string, spans: readonly CountedSpan[], windows: readonly TimeRange[]): Omit<PublicDay, 'leaderChanges'> {
  const sum = { day, observedMs: 0, leaderlessMs: 0, excludedLeaderlessMs: 0, maintenanceMs: 0 }
  const states = new Set<PublicState>()
  for (const span of spans) {
    states.add(span.state)
    const length = span.to - span.from
    const inWindows = windows.reduce((total, window) => total + overlap(span, window), 0)
    if (inWindows > 0) states.add('maintenance')
    sum.observedMs += length
    sum.maintenanceMs += inWindows
    if (span.state !== 'outage') continue
    sum.leaderlessMs += length - inWindows
    sum.excludedLeaderlessMs += inWindows
  }
  return { ...sum, worst: deriveWorst([...states]) }
}

function overlap(a: TimeRange, b: TimeRange): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}

/** Merges windows that touch: time in two of them is excluded once. */
export function mergeWindows(windows: readonly TimeRange[]): TimeRange[] {
  const merged: TimeRange[] = []
  for (const window of [...windows].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && window.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, window.to) }
    else merged.push({ from: window.from, to: window.to })
  }
  return merged
}
