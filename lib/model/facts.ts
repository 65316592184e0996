import type { Observed } from './observed'

/**
 * What sources hand to the observer: one shape per foreign system, everything in epoch milliseconds.
 * `lib/model/derive-snapshot` derives from it what readers see.
 */

/** The TCP link held open to a master's web UI port, and what its breaking means. */
export interface LinkFacts {
  /**
   * `open`: connected and the last local request was answered in time; `frozen`: connects, answers nothing;
   * `refused`: the host reports that no process listens there; `silent`: no answer at all from the host; `unresolved`: name unknown;
   * `connecting`: not known yet; `odd`: answers, but not as a JobManager does.
   */
  state: 'connecting' | 'open' | 'frozen' | 'refused' | 'silent' | 'unresolved' | 'odd'
  since: number
  detail: string
  latencyMs: number | null
  /** Last time any byte came from it. */
  heardAt: number | null
}

/** A process's own configuration (`/jobmanager/config`, `/config`): these answers are never proxied to the leader. */
export interface OwnConfig {
  flinkVersion: string | null
  rpcAddress: string | null
  rpcPort: number | null
  restAddress: string | null
  restPort: number | null
  /** All its options, bounded; secrets dropped. */
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
  /** `off`: the leader reports that the job makes none periodically. */
  checkpointing: 'on' | 'off' | 'unknown'
}

/** Failures of a job that is or was unsettled. */
export interface RestFailures {
  jobId: string
  /** Epoch ms, newest first. */
  times: readonly number[]
  /** Cause of the newest failure, in one line. */
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
  /** Epoch ms since when it serves no leader's data: 503 for longer than a moment. null: it serves it, or was not asked. */
  leaderlessSince: number | null
  /** Its last answer. true: it sees a leader; false: 503 or a redirect; null: no answer on this connection. */
  serving: boolean | null
  own: Observed<OwnConfig>
  /** Newest last. Empty: the log was read and names none. */
  sessions: Observed<LoggedSession[]>
  /** This and the next three come from the proven leader's own port only. */
  jobs: Observed<RestJob[]>
  checkpoints: ReadonlyMap<string, RestCheckpoints>
  failures: ReadonlyMap<string, RestFailures>
  taskManagers: Observed<RestTaskManagers>
}

/** Facts about one ZooKeeper server, read from that server alone. */
export interface MemberFacts {
  address: string
  id: string | null
  link: 'connecting' | 'open' | 'refused' | 'silent' | 'unresolved' | 'frozen'
  linkSince: number
  linkDetail: string
  /** Answer of `srvr`, `mntr` or the AdminServer. */
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
  /** The four-letter word or command that answered. */
  by: 'srvr' | 'stat' | 'mntr' | 'admin-server' | 'session' | 'none'
  /** Session → client address, where `cons` or the AdminServer is allowed. */
  sessions: { zkSessionId: string; client: string }[] | null
}

/** A JobManager, TaskManager or ZooKeeper process on this host, found by its command line. */
export interface HostProcess {
  /** `unread`: its command line names Flink or ZooKeeper and is too long to be read, so it may be any of them. */
  kind: 'jobmanager' | 'taskmanager' | 'zookeeper' | 'unread'
  pid: number
  startedAt: number | null
  host: string
  user: string | null
  configDir: string | null
  /** `configDir` with symbolic links resolved; null: not known. */
  realConfigDir: string | null
  hostArgument: string | null
  /** From its command line; null: the command line has none. */
  webUiPort: number | null
  /** Ports of its own listening sockets, for a JobManager whose command line has no port; null: not read, or not shown. */
  listens: readonly number[] | null
  state: 'running' | 'stopped' | 'zombie'
}

/** Result of following one pointer into the storage directory. */
export interface TargetFacts {
  state: 'present' | 'missing' | 'unreadable' | 'unchecked'
  bytes: number | null
  checkedAt: number | null
  detail: string
}
