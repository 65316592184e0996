import type { Observed } from './observed'

/**
 * What sources hand to the observer. One shape a foreign system; everything in epoch milliseconds here,
 * `lib/model/derive-snapshot` turns it into what readers see.
 */

/** The TCP link held open to a master's web UI port, and what its breaking means. */
export interface LinkFacts {
  /**
   * `open`: connected and the last local request was answered in time; `frozen`: connects, answers nothing;
   * `refused`: the host says nobody listens there; `silent`: no answer at all from the host; `unresolved`: name unknown;
   * `connecting`: not known yet; `odd`: answers, but not as a JobManager does.
   */
  state: 'connecting' | 'open' | 'frozen' | 'refused' | 'silent' | 'unresolved' | 'odd'
  since: number
  detail: string
  latencyMs: number | null
  /** Last time any byte came from it. */
  heardAt: number | null
}

/** What the asked process says of itself (`/jobmanager/config`, `/config`): never proxied to the leader. */
export interface OwnConfig {
  flinkVersion: string | null
  rpcAddress: string | null
  rpcPort: number | null
  restAddress: string | null
  restPort: number | null
  /** Every key it names, bounded; secrets dropped. */
  options: Readonly<Record<string, string>>
}

/** A line of the JobManager's own log: which ZooKeeper session the process holds. */
export interface LoggedSession {
  zkSessionId: string
  member: string
  negotiatedTimeoutMs: number
}

export interface RestJob {
  jobId: string
  name: string
  /** Flink's JobStatus, as sent: RUNNING, RESTARTING, … */
  state: string
  startedAt: number | null
  tasks: { running: number; finished: number; total: number }
}

export interface RestCheckpoints {
  jobId: string
  newest: { id: string; completedAt: number; stateBytes: number } | null
  intervalMs: number | null
  /** `off`: the job was asked and makes none by itself. */
  checkpointing: 'on' | 'off' | 'unknown'
}

/** Failures of a job that is or was unsettled. */
export interface RestFailures {
  jobId: string
  /** Epoch ms, newest first. */
  times: readonly number[]
  /** The newest one's cause, in one line. */
  line: string | null
}

export interface RestTaskManagers {
  total: number
  slotsTotal: number
  slotsFree: number
  detail: { id: string; slots: number; slotsFree: number }[]
}

export interface JobManagerFacts {
  master: string
  link: LinkFacts
  /** It serves no leader's data since then: it was asked for longer than a moment and answered 503. null: it does, or was not asked. */
  leaderlessSince: number | null
  /** Its last answer: true: as one that sees a leader; false: 503 or a redirect; null: there is none of this connection. */
  serving: boolean | null
  own: Observed<OwnConfig>
  /** Newest last. Empty: the log was read and names none. */
  sessions: Observed<LoggedSession[]>
  /** The four below only from the proven leader's own port. */
  jobs: Observed<RestJob[]>
  checkpoints: ReadonlyMap<string, RestCheckpoints>
  failures: ReadonlyMap<string, RestFailures>
  taskManagers: Observed<RestTaskManagers>
}

/** One ZooKeeper server, asked by itself. */
export interface MemberFacts {
  address: string
  id: string | null
  link: 'connecting' | 'open' | 'refused' | 'silent' | 'unresolved' | 'frozen'
  linkSince: number
  linkDetail: string
  /** What `srvr`, `mntr` or the AdminServer told. */
  answer: Observed<MemberAnswer>
  heardAt: number | null
}

export interface MemberAnswer {
  mode: 'leader' | 'follower' | 'observer' | 'standalone' | 'read-only' | 'no-quorum' | 'words-off'
  version: string | null
  latencyMs: number | null
  zxid: string | null
  connections: number | null
  tickTimeMs: number | null
  /** Which word or command told it. */
  by: 'srvr' | 'stat' | 'mntr' | 'admin-server' | 'session' | 'none'
  /** Session → client address, where `cons` or the AdminServer is allowed. */
  sessions: { zkSessionId: string; client: string }[] | null
}

/** A JobManager, TaskManager or ZooKeeper process on this very host, found by its command line. */
export interface HostProcess {
  /** `unread`: its command line names Flink or ZooKeeper and is too long to be read, so it may be any of them. */
  kind: 'jobmanager' | 'taskmanager' | 'zookeeper' | 'unread'
  pid: number
  startedAt: number | null
  host: string
  user: string | null
  configDir: string | null
  /** The same without symbolic links; null: not known. */
  realConfigDir: string | null
  hostArgument: string | null
  /** On its command line; null: that names none. */
  webUiPort: number | null
  /** Ports of its own listening sockets, of a JobManager whose command line names none; null: not read, or not shown. */
  listens: readonly number[] | null
  state: 'running' | 'stopped' | 'zombie'
}

/** What following one pointer into the storage directory gave. */
export interface TargetFacts {
  state: 'present' | 'missing' | 'unreadable' | 'unchecked'
  bytes: number | null
  checkedAt: number | null
  detail: string
}
