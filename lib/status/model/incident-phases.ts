import type { PhaseName } from '@/lib/model/snapshot'
import type { Incident } from './incident'
import type { PublicPhase } from './public-cluster'

/** Phases that only a new leader can reach. */
const afterLead: ReadonlySet<PhaseName> = new Set(['rest-answers', 'task-managers', 'jobs-running', 'first-checkpoint'])

/** The phases of an outage that began at `lostAt`: an older phase was reached in an earlier outage, not in this one. */
export function keepPhases(phases: readonly PublicPhase[], lostAt: number): PublicPhase[] {
  return phases.map(({ phase, at }) => ({ phase, at: at !== null && at >= lostAt ? at : null }))
}

/**
 * Adds phases that were reached since. A phase that was reached stays reached; under a new leader only its own phases are still added,
 * because a leader change that follows has first phases too.
 * @returns the same array where nothing changed
 */
export function mergePhases(
  { phases, lostAt, ledAgainAt }: Pick<Incident, 'phases' | 'lostAt' | 'ledAgainAt'>,
  seen: readonly PublicPhase[],
) {
  const fresh = keepPhases(seen, lostAt)
  if (phases.length === 0) return fresh.length === 0 ? phases : fresh
  const merged = phases.map(({ phase, at }) => {
    const next = fresh.find((one) => one.phase === phase)?.at ?? null
    const isOpen = ledAgainAt === null || afterLead.has(phase) || (next !== null && next <= ledAgainAt)
    return { phase, at: at ?? (isOpen ? next : null) }
  })
  return merged.some(({ at }, i) => at !== phases[i]?.at) ? merged : phases
}

export function findReached(phases: readonly PublicPhase[], phase: PhaseName): number | null {
  return phases.find((one) => one.phase === phase)?.at ?? null
}

export function hasPhasesLeft({ phases }: Pick<Incident, 'phases'>): boolean {
  return phases.some(({ at }) => at === null)
}
