import type { PublicCluster } from './public-cluster'
import { servingFacts, type ServingState } from './public-state'
import type { TimeRange } from './time-range'

/** A stretch of time in which one state was observed without a gap. The time between spans was not observed. */
export interface Span {
  state: ServingState
  from: number
  to: number
}

/** From the loss of a leader to the next proven one, whatever was seen in between. */
export interface LeaderChange extends TimeRange {
  /** The console itself moved the lead. */
  isPlanned: boolean
  /** No leader has been proven up to now. */
  isOpen: boolean
}

/** Since when no leader is proven in a snapshot that has none. */
export function findLostAt({ leaderlessSince }: Pick<PublicCluster, 'leaderlessSince'>, now: number): number {
  return Math.min(leaderlessSince ?? now, now)
}

/** When a leader was proven again, in a snapshot that has one after an outage that began at `lostAt`. */
export function findLedAt({ ledSince }: Pick<PublicCluster, 'ledSince'>, lostAt: number, now: number): number {
  return ledSince !== null && ledSince >= lostAt && ledSince <= now ? ledSince : now
}

/** Whether a leader change is an outage for a page: the one rule for state, incident, uptime and count. */
export function isOutageFor({ from, to }: TimeRange, thresholdMs: number): boolean {
  return to - from >= thresholdMs
}

/** The leader changes in the history of one cluster, oldest first; `spans` in their order. */
export function deriveLeaderChanges(spans: readonly Span[]): LeaderChange[] {
  const changes: LeaderChange[] = []
  for (const { state, from, to } of spans) {
    if (state === 'unknown') continue
    const last = changes.at(-1)
    if (!servingFacts[state].isLeaderless) {
      if (last) last.isOpen = false
    } else if (last?.isOpen) last.to = to
    else changes.push({ from, to, isPlanned: state === 'moving', isOpen: true })
  }
  return changes
}
