import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Change } from './change'
import { toSnapshotKey } from './snapshot-body'

/** Each change keeps its snapshot: ten at once, and then one per second; faster changes share the next one. */
const BURST = 10
const GAP_MS = 1_000
/** A snapshot of many jobs is large: fewer of them are kept. */
const GAP_MS_FOR_JOB = 20
const SAMPLE_MS = 60_000
const SAMPLE_MS_FOR_JOB = 1_000
const LONGEST_SAMPLE_MS = 15 * 60_000

export interface Sampler {
  /** The snapshot, if it is to be kept. */
  consider(snapshot: ClusterSnapshot, at: number, hasChanged: boolean): Change[]
}

/** Decides which snapshots are kept for time travel. */
export function createSampler(): Sampler {
  let keptAt = -Infinity
  let keptKey: string | null = null
  let isOwed = false
  let allowance = BURST
  let countedAt = -Infinity

  const refill = (at: number, gap: number) => {
    allowance = at < countedAt ? BURST : Math.min(BURST, allowance + (at - countedAt) / gap)
    countedAt = at
  }
  return {
    consider(snapshot, at, hasChanged) {
      const jobs = snapshot.recovery.jobs.length
      // The clock was set back: the last one is in the future and must not keep all others away.
      if (at < keptAt) keptAt = -Infinity
      isOwed ||= hasChanged
      refill(at, Math.max(GAP_MS, jobs * GAP_MS_FOR_JOB))
      if (isOwed && allowance >= 1) {
        allowance -= 1
        isOwed = false
        keptAt = at
        keptKey = null
        return [{ kind: 'snapshot', at, sort: 'change', snapshot }]
      }
      if (at - keptAt < Math.min(LONGEST_SAMPLE_MS, Math.max(SAMPLE_MS, jobs * SAMPLE_MS_FOR_JOB))) return []
      const key = toSnapshotKey(snapshot)
      const isSame = key === keptKey
      keptKey = key
      keptAt = at
      return isSame ? [] : [{ kind: 'snapshot', at, sort: 'sample', snapshot }]
    },
  }
}
