import type { ClusterFacts } from '../cluster-facts'
import type { JobManager, Leader, Quorum, Recovery, Stranger, TaskManagers } from '../snapshot'

/** Input of the verdict. */
export interface VerdictInput {
  facts: ClusterFacts
  leader: Leader | null
  jobManagers: readonly JobManager[]
  strangers: readonly Stranger[]
  quorum: Quorum
  recovery: Recovery
  taskManagers: TaskManagers
  now: number
}
