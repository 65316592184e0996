import 'server-only'
import { toLeadershipKey, type ElectionReading } from '../decide/election'

/**
 * The last stable reading of each cluster's election. Two equal readings prove that nothing was written in between, however long ago the
 * first one was; so a takeover need not wait for a second one while there is no leader.
 */
const readings = new Map<string, ElectionReading>()

export function rememberStableReading(clusterId: string, reading: ElectionReading): void {
  readings.set(clusterId, reading)
}

/** The earlier of two readings if they agree about the lead. */
export function findStableReading(clusterId: string, now: ElectionReading): ElectionReading {
  const before = readings.get(clusterId)
  return before && before.isFresh && before.layout === now.layout && toLeadershipKey(before) === toLeadershipKey(now) ? before : now
}
