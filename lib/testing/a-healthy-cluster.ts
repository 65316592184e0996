import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { createSnapshotDeriver, emptyMemory, type Derived } from '@/lib/model/derive-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aJobManager, aMember, aNow, someRecordedFacts } from './some-facts'

export const theLeader = { rpcPort: 36515, logged: ['0x1000032d39f0001'] }
export const theStandby = { rpcPort: 33745, logged: ['0x1000032d39f0002'] }
export const threeMembers = [aMember('zk1:2181', 'leader'), aMember('zk2:2181', 'follower'), aMember('zk3:2181', 'follower')]

/** Flink 1.20.1, two masters, three ZooKeeper members, one job with a checkpoint: everything answers. */
export function healthy(over: Partial<ClusterFacts> = {}): ClusterFacts {
  const jobManagers = [aJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', theStandby)]
  return someRecordedFacts('1.20.1', '03-running', { jobManagers, members: threeMembers, ...over })
}

/** Derives one snapshot after the other, as the observer does, and returns the last. */
export function play(...moments: [facts: ClusterFacts, now: number][]): Derived {
  const derive = createSnapshotDeriver('e1')
  let last: Derived | null = null
  for (const [facts, now] of moments) last = derive(facts, last?.memory ?? emptyMemory, last?.snapshot ?? null, now)
  return last!
}

export function look(facts: ClusterFacts): ClusterSnapshot {
  return play([facts, aNow]).snapshot
}
