import type { PointerNode } from '@/lib/flink/layouts/types'
import type { ClusterFacts, TreeFacts } from '@/lib/model/cluster-facts'
import type { LinkFacts, MemberAnswer, MemberFacts, TargetFacts } from '@/lib/model/facts'

/** A job, as ZooKeeper and the leader report it. */
export interface WatchedJob {
  jobId: string
  name: string
  /** Id of its newest checkpoint; `ageSeconds` counts from its completion. */
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

/** State of the link to a JobManager's web UI port. */
export type Link = LinkFacts['state']

/** Differences from a healthy cluster on three hosts that is led by jm1. */
export interface Watched {
  /** Number of the leader in ZooKeeper, 1 to 3; null: none. Default 1. */
  leader?: number | null
  /** How long it has led, in seconds. */
  ledFor?: number
  /** Sessions in line, in order; a session that is not the number of a master is a stranger's. Default [1, 2, 3]. */
  line?: (number | string)[]
  masters?: number
  /** By number of the master: state of its link, and for how long, in seconds. */
  links?: Record<number, [state: Link, since: number]>
  /** Masters whose log cannot be read. */
  mute?: number[]
  members?: number
  /** State of the links to all ZooKeeper members. */
  memberLink?: MemberFacts['link']
  memberMode?: MemberAnswer['mode']
  jobs?: readonly WatchedJob[]
  /** Number of running jobs that the leader reports: default all; null: it does not answer yet. */
  running?: number | null
  /** Ages of the first job's failures in seconds, newest first. */
  failedAgo?: readonly number[]
  /** Number of registered TaskManagers. Default 2. */
  taskManagers?: number
  /** Where the storage directory is. */
  storageDir?: string
  findTarget?: (pointer: PointerNode) => TargetFacts | null
  /** State of the mirrored tree; default live. */
  tree?: Partial<TreeFacts>
  over?: Partial<ClusterFacts>
}

/** The masters of a cluster, by number. */
export const hosts = [1, 2, 3]

export const toMaster = (number: number) => `jm${number}:8081`

/** A master's ZooKeeper session; a stranger's is passed through. */
export const toSession = (one: number | string) => (typeof one === 'string' ? one : `0x1000015a68a000${one - 1}`)
