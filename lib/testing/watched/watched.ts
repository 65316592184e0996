import type { PointerNode } from '@/lib/flink/layouts/types'
import type { ClusterFacts, TreeFacts } from '@/lib/model/cluster-facts'
import type { LinkFacts, MemberAnswer, MemberFacts, TargetFacts } from '@/lib/model/facts'

/** A job as ZooKeeper and the leader tell it. */
export interface WatchedJob {
  jobId: string
  name: string
  /** Its newest checkpoint and how long ago that was completed, s. */
  checkpoint: number
  ageSeconds: number
  stateBytes: number
}

export const threeJobs: readonly WatchedJob[] = [
  {
    jobId: '899ba4fa6c1f1c6f4c4d9b1c7fd2d98c',
    name: 'orders-enrichment',
    checkpoint: 4182,
    ageSeconds: 3.1,
    stateBytes: 224_395_264,
  },
  { jobId: '0c41d20a6c1f1c6f4c4d9b1c7fd277b1', name: 'fraud-rules', checkpoint: 911, ageSeconds: 1.4, stateBytes: 1_900_000_000 },
  { jobId: '51f7c3e96c1f1c6f4c4d9b1c7fd202aa', name: 'audit-sink', checkpoint: 77, ageSeconds: 4, stateBytes: 3_100_000 },
]

/** How a JobManager's web UI port is heard. */
export type Link = LinkFacts['state']

/** What differs from a cluster on three hosts that is well and led by jm1. */
export interface Watched {
  /** The one that ZooKeeper names, 1 to 3; null: none. Default 1. */
  leader?: number | null
  /** Since when it leads, s ago. */
  ledFor?: number
  /** In line, in its order; a session that is no number of a master is a stranger's. Default [1, 2, 3]. */
  line?: (number | string)[]
  masters?: number
  /** By number of the master: how its port is heard and since when, s ago. */
  links?: Record<number, [state: Link, since: number]>
  /** Masters whose log cannot be read. */
  mute?: number[]
  members?: number
  /** How all ZooKeeper members are heard. */
  memberLink?: MemberFacts['link']
  memberMode?: MemberAnswer['mode']
  jobs?: readonly WatchedJob[]
  /** What the leader tells of its jobs: default all run; null: it does not answer yet. */
  running?: number | null
  /** When the first job failed, s ago, newest first. */
  failedAgo?: readonly number[]
  /** TaskManagers that the leader knows. Default 2. */
  taskManagers?: number
  /** Where the storage directory is. */
  storageDir?: string
  findTarget?: (pointer: PointerNode) => TargetFacts | null
  /** How the znodes are mirrored; default live. */
  tree?: Partial<TreeFacts>
  over?: Partial<ClusterFacts>
}

/** The masters of a cluster, by number. */
export const HOSTS = [1, 2, 3]

export const toMaster = (number: number) => `jm${number}:8081`

/** A master's ZooKeeper session; a stranger's is given as it is. */
export const toSession = (one: number | string) => (typeof one === 'string' ? one : `0x1000015a68a000${one - 1}`)
