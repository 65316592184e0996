import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { Change } from './change'
import { toSnapshotKey } from './snapshot-body'

/** After a change the picture is kept at once; further changes within this time share the next one. */
const GAP_MS = 1_000
const SAMPLE_MS = 60_000
/** A picture of a thousand jobs is large: it is sampled less often, one of three jobs once a minute. */
const MS_FOR_JOB = 1_000
const LONGEST_SAMPLE_MS = 15 * 60_000

export interface Sampler {
  /** The picture, if it is to be kept. */
  consider(snapshot: ClusterSnapshot, at: number, hasChanged: boolean): Change[]
}

/** Decides which pictures are kept for time travel. */
export function createSampler(): Sampler {
  let keptAt = -Infinity
  let keptKey: string | null = null
  let isOwed = false
  const keep = (snapshot: ClusterSnapshot, at: number, sort: 'change' | 'sample'): Change[] => {
    keptAt = at
    isOwed = false
    return [{ kind: 'snapshot', at, sort, snapshot }]
  }
  return {
    consider(snapshot, at, hasChanged) {
      isOwed ||= hasChanged
      // The clock was set back: the last one is in the future and must not keep all others away.
      if (at < keptAt) keptAt = -Infinity
      const gap = Math.max(GAP_MS, snapshot.recovery.jobs.length * 20)
      if (isOwed && at - keptAt >= gap) {
        keptKey = null
        return keep(snapshot, at, 'change')
      }
      const sampleMs = Math.min(LONGEST_SAMPLE_MS, Math.max(SAMPLE_MS, snapshot.recovery.jobs.length * MS_FOR_JOB))
      if (at - keptAt < sampleMs) return []
      const key = toSnapshotKey(snapshot)
      const isSame = key === keptKey
      keptKey = key
      if (!isSame) return keep(snapshot, at, 'sample')
      keptAt = at
      return []
    },
  }
}
