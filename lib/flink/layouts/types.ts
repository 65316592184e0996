import type { RegistryState } from '@/lib/flink/serialization/lock'
import type { StateHandle } from '@/lib/flink/serialization/state-handle'

export type { StateHandle } from '@/lib/flink/serialization/state-handle'

/** Versions with the same tree layout. `1.15-1.20`: an idle cluster of either; only a running job shows which. */
export type LayoutEra = '0.10-1.2' | '1.3-1.4' | '1.5-1.13' | '1.14' | '1.15-1.18' | '1.19-1.20' | '1.15-1.20' | '2.0-2.3' | 'none'

export type GraphKind = 'job-graph' | 'execution-plan'

export type Component = 'job-manager' | 'dispatcher' | 'resource-manager' | 'rest-server'

/** Path names that are configurable in Flink up to 1.13 (later only the last two), relative to the cluster's root. */
export interface HaPathNames {
  /** high-availability.zookeeper.path.leader */
  leader: string
  /** high-availability.zookeeper.path.latch */
  latch: string
  /** high-availability.zookeeper.path.checkpoints */
  checkpoints: string
  /** high-availability.zookeeper.path.checkpoint-counter */
  counter: string
  /** high-availability.zookeeper.path.running-registry */
  registry: string
  /** high-availability.zookeeper.path.jobgraphs */
  graphs: string
  /** high-availability.zookeeper.path.execution-plans, which falls back to jobgraphs when only that is set */
  plans: string
  /** high-availability.zookeeper.path.applications (2.3) */
  applications: string
}

/** Published leader information. Times in epoch ms of ZooKeeper's clock, zxids as 0x hex. */
export interface LeaderRecord {
  path: string
  address: string
  leaderSessionId: string | null
  zkSessionId: string
  /** Last written: the start of this term. */
  publishedAt: number
  createdAt: number
  czxid: string
  mzxid: string
}

/** A member of the election. */
export interface Contender {
  path: string
  name: string
  /** The last ten digits of the name: lowest leads. Never restarts. */
  sequence: number
  zkSessionId: string
  joinedAt: number
  /** Its election, in eras with one per component; null when a process has only one. */
  component: Component | null
}

export interface Lock {
  path: string
  zkSessionId: string
  /** Address of the host that created it, as far as it is text. */
  holder: string
}

/** A znode that names the file with the actual data. */
export interface PointerNode {
  path: string
  handle: StateHandle
  czxid: string
  mzxid: string
  createdAt: number
  locks: Lock[]
  /** From 1.15 on: it has no `locks` below it, so a new leader treats it as being deleted (ZooKeeperStateHandleStore.getAndLock). */
  isSkipped: boolean
}

export interface HaJob {
  jobId: string
  /** null: no new leader will recover the job (or its graph is stored elsewhere, as in per-job mode). */
  graph: PointerNode | null
  graphKind: GraphKind
  /** Ascending by number; ids have gaps. */
  checkpoints: { checkpointId: string; pointer: PointerNode }[]
  nextCheckpointId: string | null
  /** The counter’s znode is there, and its data could not be read or are none. */
  isCounterUnreadable: boolean
  leader: LeaderRecord | null
  /** Up to 1.14 only. */
  registry: RegistryState | null
  problems: string[]
}

export interface HaApplication {
  applicationId: string
  pointer: PointerNode
}

export interface HaTree {
  era: LayoutEra
  /** Display name, e.g. "Flink 1.19–1.20". */
  label: string
  /** The leader in the operator's sense: the dispatcher's (1.5+), before that the JobManager's. */
  leader: LeaderRecord | null
  rest: LeaderRecord | null
  resourceManager: LeaderRecord | null
  /** Dispatcher, resource manager and REST server are led by different sessions (possible up to 1.14). */
  splitComponents: boolean
  /** In line, one per ZooKeeper session, of the election that `leader` comes from. */
  contenders: Contender[]
  /** Sorted by id. */
  jobs: HaJob[]
  applications: HaApplication[]
  /** Mesos started its JobManager (1.2 to 1.13). */
  isOnMesos: boolean
  /** Nodes without any reference to them; the topmost node of each. */
  leftovers: { kind: LeftoverKind; path: string }[]
  problems: { path: string; reason: string }[]
}

export type LeftoverKind = 'other-version' | 'job-without-graph'

export interface ZnodeDescription {
  /** Role in words for the screen. */
  role: string
  /** JSON-able content; null when there is none or it cannot be decoded. */
  decoded: unknown
  problem?: string
}
