import type { ClusterFacts } from './cluster-facts'
import type { Leader, Takeover, VerdictLevel } from './snapshot'

/**
 * Being without a leader, in one definition for headline, events, takeover bar, lanes, incident, uptime and report
 * (docs/decisions/0041): from the last proven sign of life of a leader until one is proven again.
 */
export interface Leadership {
  /** Last sign of life while no leader is proven, epoch ms; null: one is proven. */
  unprovenSince: number | null
  /** Start of the open outage, which is the same moment; null: there is none, or none is proven. */
  outageSince: number | null
}

export const led: Leadership = { unprovenSince: null, outageSince: null }

const ledLevels: ReadonlySet<VerdictLevel> = new Set(['protected', 'at-risk', 'unprotected'])

/** Next state from the level: an unknown level neither begins an outage nor ends one. */
export function advanceLeadership(
  before: Leadership,
  level: VerdictLevel,
  leader: Leader | null,
  { tree }: Pick<ClusterFacts, 'tree'>,
  now: number,
): Leadership {
  if (ledLevels.has(level)) return led
  const unprovenSince = before.unprovenSince ?? Math.min(now, findLastSign(leader, tree) ?? now)
  return { unprovenSince, outageSince: before.outageSince ?? (level === 'no-leader' ? unprovenSince : null) }
}

/** Last sign of life of the leader's process; where that runs, of the quorum without which it does not lead. */
function findLastSign(leader: Leader | null, tree: ClusterFacts['tree']): number | null {
  if (leader?.processSince) return Date.parse(leader.processSince)
  return tree.status === 'live' ? null : (tree.at ?? tree.since)
}

/** How long the outage of a takeover was without a leader, ms; null: no leader is proven yet, or there was no takeover. */
export function findLeaderlessMs({ startedAt, phases }: Pick<Takeover, 'startedAt' | 'phases'>): number | null {
  const leadsAt = phases.find(({ phase }) => phase === 'standby-leads')?.at ?? null
  return startedAt === null || leadsAt === null ? null : Math.max(0, Date.parse(leadsAt) - Date.parse(startedAt))
}
