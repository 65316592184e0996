import 'server-only'
import type { Range } from './spans'

/** A console records that it watches every few seconds; up to so long ago counts as now. */
export const watchingMs = 20_000

/** The parts of a range, from the first observation on, in which no console watched. */
export function deriveGaps(observed: readonly { from: number; to: number | null }[], { from, to }: Range, now: number): Range[] {
  const gaps: Range[] = []
  let end: number | null = null
  for (const one of [...observed].sort((a, b) => a.from - b.from)) {
    if (end !== null && one.from > end) gaps.push({ from: end, to: one.from })
    end = Math.max(end ?? -Infinity, one.to ?? now)
  }
  if (end !== null && end < Math.min(to, now) - watchingMs) gaps.push({ from: end, to: Math.min(to, now) })
  return gaps.flatMap((gap) => {
    const inside = { from: Math.max(gap.from, from), to: Math.min(gap.to, to) }
    return inside.to > inside.from ? [inside] : []
  })
}
