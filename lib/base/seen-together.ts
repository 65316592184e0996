/**
 * Whether a phase was seen in one update with another one: it was reached by then, and which of them came first is not known.
 * @param phases of one takeover, with the times of either form
 */
export function wasSeenTogether<Phase extends { at: string | number | null }>(phase: Phase, phases: readonly Phase[]): boolean {
  return phase.at !== null && phases.some((other) => other !== phase && other.at === phase.at)
}
