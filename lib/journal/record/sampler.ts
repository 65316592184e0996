import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Change } from './change'
import { toSnapshotKey } from './snapshot-body'

/** Each change keeps its snapshot: ten at once, and then one per second; faster changes share the next one. */
const burst = 10
const gapMs = 1_000
/** A snapshot of many jobs is large: fewer of them are kept. */
const gapMsForJob = 20
const sampleMs = 60_000
const sampleMsForJob = 1_000
const longestSampleMs = 15 * 60_000

export interface Sampler {
  /** The snapshot, if it is to be kept. */
  consider(snapshot: ClusterSnapshot, at: number, hasChanged: boolean): Change[]
}

/** Decides which snapshots are kept for time travel. */
export function createSampler(): Sampler {
  let keptAt = -Infinity
  let keptKey: string | null = null
  let isOwed = false
  let allowance = burst
  let countedAt = -Infinity

  const refill = (at: number, gap: number) => {
    allowance = at < countedAt ? burst : Math.min(burst, allowance + (at - countedAt) / gap)
    countedAt = at
  }
  return {
    consider(snapshot, at, hasChanged) {
      const jobs = snapshot.recovery.jobs.length
      // The clock was set back: the last one is in the future and must not keep all others away.
      if (at < keptAt) keptAt = -Infinity
      isOwed ||= hasChanged
      refill(at, Math.max(gapMs, jobs * gapMsForJob))
      if (isOwed && allowance >= 1) {
        allowance -= 1
        isOwed = false
        keptAt = at
        keptKey = null
        return [{ kind: 'snapshot', at, sort: 'change', snapshot }]
      }
      if (at - keptAt < Math.min(longestSampleMs, Math.max(sampleMs, jobs * sampleMsForJob))) return []
      const key = toSnapshotKey(snapshot)
      const isSame = key === keptKey
      keptKey = key
      keptAt = at
      return isSame ? [] : [{ kind: 'snapshot', at, sort: 'sample', snapshot }]
    },
  }
}
