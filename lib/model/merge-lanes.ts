import { minuteMs } from '@/lib/base/durations'
import { compareNames } from './compare-names'
import type { HistoryLane, HistorySpan } from './history'
import type { Lane, VerdictLevel, VerdictSpan } from './snapshot'
import { joinSpans } from './spans'

/**
 * Recorded lanes up to `until`, continued by the live ones. Where both cover the same time the live one counts: it is newer.
 * @param until epoch ms up to which the recorded lanes were read
 */
export function mergeLanes(remembered: readonly HistoryLane[], live: readonly Lane[], until: number): HistoryLane[] {
  const masters = new Set([...live, ...remembered].map(({ master }) => master))
  const spansOf = (lanes: readonly HistoryLane[], master: string) => lanes.find((lane) => lane.master === master)?.spans ?? []
  return [...masters].sort(compareNames).map((master) => ({
    master,
    spans: joinSpans(spansOf(remembered, master), fromOn(spansOf(live, master), until), (one, other) => one.role === other.role),
  }))
}

/** Recorded verdict spans, continued by the live ones. */
export function mergeVerdicts(
  remembered: readonly HistorySpan<VerdictLevel>[],
  live: readonly VerdictSpan[],
  until: number,
): HistorySpan<VerdictLevel>[] {
  return joinSpans(remembered, fromOn<HistorySpan<VerdictLevel>>(live, until), (one, other) => one.value === other.value)
}

/** The journal is written a moment after the snapshot: of its last minute the live lanes are asked, so that nothing is missing there. */
const lateMs = minuteMs

function fromOn<Span extends { to: string | null }>(spans: readonly Span[], until: number): Span[] {
  return spans.filter(({ to }) => to === null || Date.parse(to) > until - lateMs)
}
