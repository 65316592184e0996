import type { ContenderProof } from './contender-proof'
import type { IsoTime, Provenance, SourceName } from './observed'
import type { RunningOperation } from './operation'

/**
 * What Understudy knows of one cluster at one moment (DESIGN section 3). It is what the API answers, what SSE pushes
 * and what pages render; immutable, made anew on each change, with unchanged parts shared between revisions.
 *
 * Times are ISO 8601 UTC; 64-bit ids are strings (ZooKeeper sessions 0x hex). Ages are not in here: they would change
 * without anything having happened. Readers take them from the times (docs/decisions/0003).
 */
export interface ClusterSnapshot {
  cluster: ClusterIdentity
  /** +1 on each change; also the SSE event id. Starts anew with the process: `epoch` tells two processes apart. */
  revision: number
  epoch: string
  asOf: IsoTime
  sources: Record<SourceName, SourceStatus>
  verdict: Verdict
  leader: Leader | null
  takeover: Takeover
  jobManagers: JobManager[]
  strangers: Stranger[]
  quorum: Quorum
  recovery: Recovery
  taskManagers: TaskManagers
  doctor: DoctorCounts
  yarn: null
  /** The operation or drill that runs on it now. */
  operation: RunningOperation | null
  lanes: Lane[]
  /** Newest first, at most fifty. */
  events: ClusterEvent[]
}

/** How much the doctor found; the findings themselves are asked for (`GET …/findings`). */
export interface DoctorCounts {
  errors: number
  warnings: number
  notes: number
  /** When it looked; it looks again when a file or an observation changes. null: not yet, and the counts say nothing. */
  checkedAt: IsoTime | null
}

export interface ClusterIdentity {
  id: string
  name: string
  flinkVersion: string | null
  pathRoot: string | null
  clusterId: string | null
  /** The znode layout found, in words for people, e.g. "Flink 1.19–1.20". */
  layout: string | null
  /** Which of its hosts this console may act on: this one, all of them over ssh, none. */
  control: 'local' | 'ssh' | 'none'
  confDir: string | null
  connectString: string | null
}

export type SourceState = 'live' | 'stale' | 'lost' | 'off'

export interface SourceStatus {
  state: SourceState
  lastHeardAt: IsoTime | null
  /** Why it is not live and what to do. */
  detail?: string
}

export type VerdictLevel = 'protected' | 'at-risk' | 'unprotected' | 'no-leader' | 'unknown'

export interface Verdict {
  level: VerdictLevel
  /** The one sentence on top of the page. Masters and figures in it are repeated as data in `takeover`. */
  sentence: string
  /** Further sentences under it; may be empty. */
  detail: string | null
  reasons: Reason[]
}

export type Severity = 'error' | 'warning' | 'note'

export interface Reason {
  code: string
  severity: Severity
  text: string
  /** What it is about: a master, member, job id, path; null for the cluster as a whole. */
  subject: string | null
  /** The next right step, when there is one. */
  action: string | null
}

/** `frozen`: accepts connections and answers nothing. `gone`: proven by a refused port or the process table. */
export type ProcessState = 'running' | 'frozen' | 'gone' | 'unknown'

export interface Leader {
  /** null: the address in ZooKeeper matches no line of the masters file. */
  master: string | null
  restAddress: string | null
  rpcAddress: string
  leaderSessionId: string
  zkSessionId: string
  since: IsoTime
  process: ProcessState
  processDetail: string
  /** When the process left `running`; null while it runs or when that was never seen. */
  processSince: IsoTime | null
  provenance: Provenance
}

export interface Takeover {
  standby: string | null
  /** From the leader's last sign of life to the end of its ZooKeeper session, in ms; null when T or tickTime is not known. */
  windowMs: { earliest: number; latest: number } | null
  /** How T (negotiated session timeout) and tickTime are known, for "Why this window?". */
  windowBasis: string
  sessionTimeoutMs: number | null
  tickTimeMs: number | null
  /** Until the next one leads, if this console fenced a dead leader: the median of what was measured here; null: it could not now, or never did. */
  fencedMs: number | null
  /** Why `fencedMs` is what it is: what it was measured from, or what is missing. */
  fencedDetail: string
  /** Age in ms, at `asOf`, of the oldest among the newest checkpoints of the jobs is `asOf - replayFrom`. */
  replayFrom: IsoTime | null
  /** Only while nobody leads: since when, and when the standby is expected. */
  since: IsoTime | null
  expectedBetween: { earliest: IsoTime; latest: IsoTime } | null
  /** The phases of the takeover under way or of the last one. */
  phases: TakeoverPhase[]
}

export type PhaseName =
  | 'process-gone'
  | 'session-ended'
  | 'standby-leads'
  | 'rest-answers'
  | 'task-managers'
  | 'jobs-running'
  | 'first-checkpoint'

export interface TakeoverPhase {
  phase: PhaseName
  /** null: not yet. */
  at: IsoTime | null
  /** e.g. "jobs 1/3", "TaskManagers 0/2". */
  progress: string | null
}

export type Role = 'leader' | 'standby' | 'joining' | 'down' | 'unreachable' | 'unknown'

export interface JobManager {
  master: string
  role: Role
  /** Sentence behind the role: what was seen, what to do. */
  roleDetail: string
  /** 0 = the leader's place, 1 = next; null when not in the election or not proven. */
  inLine: number | null
  zkSessionId: string | null
  proof: ContenderProof | null
  sessionTimeoutMs: number | null
  /** The ZooKeeper member its session hangs on (address as logged). */
  zkMember: string | null
  webUi: WebUi
  version: string | null
  rpcPort: number | null
  process: { pid: number; startedAt: IsoTime | null; host: string } | null
  processState: ProcessState
  provenance: Provenance
}

export interface WebUi {
  reachable: boolean | null
  latencyMs: number | null
  checkedAt: IsoTime | null
  /** Since Flink 1.8 a standby answers with the leader's data: an HTTP 200 there says nothing about leadership. */
  servesLeaderData: boolean | null
  detail: string
}

export interface Stranger {
  znode: string
  zkSessionId: string
  since: IsoTime
  inLine: number
  detail: string
}

/**
 * `words-off`: answers, but four-letter words and AdminServer are off there. `no-quorum`: up, serving nobody.
 * The words of DESIGN (`leader` … `unknown`) and these two, because neither is "down" and neither is "unknown".
 */
export type MemberMode =
  | 'leader' | 'follower' | 'observer' | 'standalone' | 'read-only' | 'no-quorum' | 'words-off' | 'down' | 'unknown'

export interface Quorum {
  /** null: not known. */
  serving: boolean | null
  /** How many members may still fail before the quorum stops serving; null when not known. */
  spare: number | null
  members: QuorumMember[]
  detail: string
}

export interface QuorumMember {
  id: string | null
  address: string
  mode: MemberMode
  version: string | null
  latencyMs: number | null
  zxid: string | null
  detail: string
  connections: number | null
  /** Masters whose sessions hang on this member. */
  carries: string[]
  provenance: Provenance
}

export type TargetState = 'present' | 'missing' | 'unreadable' | 'unchecked'

export interface Pointer {
  handle: 'file' | 'inline' | 'unknown'
  path: string | null
  bytes: number | null
  target: TargetState
  checkedAt: IsoTime | null
  detail: string
  znode: string
}

export type JobVerdict = 'recoverable' | 'no-checkpoint-yet' | 'broken' | 'unknown'

export interface RecoveryJob {
  jobId: string
  /** null while no JobManager told it: names are not in ZooKeeper. */
  name: string | null
  /** Flink's own word (RUNNING …), lower case, or "waiting" while nobody leads; null when not known. */
  state: string | null
  stateAt: IsoTime | null
  leaderMaster: string | null
  graph: Pointer | null
  checkpoints: Checkpoint[]
  nextCheckpointId: string | null
  verdict: JobVerdict
  verdictDetail: string
  locks: { znode: string; owner: string; alive: boolean | null }[]
  /** From the leader's REST, read in turn: size of the newest checkpoint's state. */
  stateBytes: number | null
  checkpointIntervalMs: number | null
}

export interface Checkpoint {
  checkpointId: string
  pointer: Pointer
  /** Creation time of the pointer's znode: written when the checkpoint is complete. */
  completedAt: IsoTime
}

export interface Recovery {
  jobs: RecoveryJob[]
  dangling: { kind: string; path: string; bytes: number | null; since: IsoTime | null; detail: string }[]
  jobResults: { dirty: string[]; clean: string[] }
  storageDir: string | null
  provenance: Provenance
}

export interface TaskManagers {
  total: number | null
  slotsTotal: number | null
  slotsFree: number | null
  detail: { id: string; slots: number; slotsFree: number }[]
  provenance: Provenance
}

/** One bar of the leadership lanes: what a master was, from when to when (null: still). */
export interface Lane {
  master: string
  spans: { role: Role; from: IsoTime; to: IsoTime | null }[]
}

export type EventKind = 'leader' | 'role' | 'process' | 'quorum' | 'verdict' | 'job' | 'source' | 'configuration'

export interface ClusterEvent {
  id: string
  at: IsoTime
  kind: EventKind
  severity: Severity
  text: string
  subject: string | null
}

/** One row of the Clusters page. */
export interface ClusterSummary {
  id: string
  name: string
  flinkVersion: string | null
  level: VerdictLevel
  sentence: string
  leader: string | null
  standbys: number
  masters: number
  spare: number | null
  jobs: number
  jobsRecoverable: number
  lastChange: { at: IsoTime; text: string } | null
  asOf: IsoTime
  stale: boolean
  revision: number
}
