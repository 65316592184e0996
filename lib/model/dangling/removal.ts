/** Something that could be removed: a znode with all below it, or a file. */
export type DanglingItem =
  | { kind: 'znodes'; /** Relative to the cluster's root, no slash in front. */ path: string }
  /** A pointer whose file is missing or unreadable; the path is relative as well. */
  | { kind: 'pointer'; path: string }
  | { kind: 'file'; /** As its storage names it. */ path: string }
  /** All recovery metadata of one job, though it is registered. */
  | { kind: 'job'; /** The job's id. */ path: string }

/** A znode from a reading made just now; paths relative to the cluster's root. */
export interface FreshZnode {
  path: string
  /** '0x0': no session holds it. */
  owner: string
  version: number
  czxid: string
  /** Epoch ms by ZooKeeper's clock. */
  modifiedAt: number
  /** The ephemeral child of a pointer by which a JobManager keeps it; nothing else that a session holds. */
  isLock: boolean
}

export interface DanglingWorld {
  now: number
  /**
   * The item's own znode and everything below it, from a new reading; empty: it no longer exists. For a file: empty. For a job: all of its
   * znodes, in every store.
   */
  znodes: readonly FreshZnode[]
  /** ZooKeeper lists a leader or contender, in whatever state. */
  isContended: boolean
  /** The leader that ZooKeeper names now; `gone`: its process is proven dead; `not-proven`: it may be at work. */
  leader: 'none' | 'gone' | 'running' | 'not-proven'
  /** A JobManager of this Flink version locks the graphs of the jobs that it has read. */
  hasLocks: boolean
  /** Ids of jobs that the leader itself reports as not ended; null: not known, because no leader answered. */
  liveJobs: ReadonlySet<string> | null
  /** Ids of jobs with leader information or a registered graph in ZooKeeper now. */
  registeredJobs: ReadonlySet<string>
  /** Files that any pointer of any cluster known here names, read afresh; null: not all could be read. */
  namedFiles: ReadonlySet<string> | null
  /** For a pointer: the state of its file, checked just now. For a job: that of its graph’s file. For a file: its own state. */
  target: 'present' | 'missing' | 'unreadable' | 'unchecked'
  /** For a job: files of recovery metadata that its pointers name, and no other pointer does; as their storage names them. */
  ownFiles: readonly string[]
  /** For a file: epoch ms of its last change; null otherwise. */
  fileModifiedAt: number | null
}

export interface DanglingRemoval {
  kind: 'remove'
  /** Children before parents, each with the version it had: one transaction. */
  znodes: { path: string; version: number; czxid: string; isLock: boolean }[]
  /** Removed after the znodes, so that no pointer ever names a file that is gone. */
  files: readonly string[]
}

export type RemovalCode =
  | 'gone-already'
  | 'held-by-session'
  | 'too-young'
  | 'job-lives'
  | 'jobs-not-known'
  | 'job-registered'
  | 'target-present'
  | 'target-not-checked'
  | 'still-named'
  | 'names-not-known'
  | 'too-many'
  | 'not-removable'

export type RemovalDecision = DanglingRemoval | { kind: 'keep'; code: RemovalCode; text: string }

/** A younger item may still be half written, or be in Flink's own clean-up. */
export const leastAgeMs = 60_000
/** Limit of one transaction, which has to fit into one ZooKeeper packet. */
export const mostZnodes = 2_000

export const toKept = (code: RemovalCode, text: string): RemovalDecision => ({ kind: 'keep', code, text })

export function toDeepestFirst(znodes: readonly FreshZnode[]): DanglingRemoval['znodes'] {
  return [...znodes]
    .sort((a, b) => b.path.split('/').length - a.path.split('/').length || (a.path < b.path ? -1 : 1))
    .map(({ path, version, czxid, isLock }) => ({ path, version, czxid, isLock }))
}
