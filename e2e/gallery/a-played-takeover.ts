import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aSituation, type SituationName } from '@/lib/testing/situations'

/** A cluster of the gallery that loses its leader while it is watched; in no list. */
export const playedId = 'aTakeover'

const scenes: readonly { fromMs: number; name: SituationName }[] = [
  { fromMs: 0, name: 'allIsWell' },
  { fromMs: 8_000, name: 'leaderDied' },
  { fromMs: 20_000, name: 'afterOutage' },
]

/** @param playedMs since the first reader came */
export function aPlayedTakeover(playedMs: number, now: number): ClusterSnapshot {
  const { name } = scenes.findLast(({ fromMs }) => playedMs >= fromMs) ?? scenes[0]!
  const snapshot = aSituation(name, now)
  return { ...snapshot, cluster: { ...snapshot.cluster, id: playedId, name: playedId } }
}
