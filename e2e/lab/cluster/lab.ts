import type { ConfSettings } from '@/e2e/lab/conf/settings'
import type { ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import type { Say } from '@/e2e/lab/distribution/say'
import type { JobSettings } from '@/e2e/lab/job/submit-job'
import type { LabProcess } from './lab-process'

export interface LabOptions {
  /** Flink version; ignored when `flinkHome` is given. Default 2.3.0. */
  flink?: string
  /** A Flink of one's own instead of a downloaded one; it is only read. */
  flinkHome?: string
  /** Number of JobManagers; default 2. */
  masters?: number
  /** Number of ZooKeeper members, each with own data folder and client port; default 1. */
  quorum?: 1 | 3
  /** Default: 'recovery' where the version reads flink-conf.yaml (up to 1.20), else 'current'. */
  keys?: 'recovery' | 'current'
  /** Number of demo jobs submitted before it resolves; default 1. */
  jobs?: number
  taskManagers?: number
  /** Default: 6000, the shortest that leaves room; null leaves Flink's own (60 s requested, 40 s granted). */
  sessionTimeoutMs?: number | null
  /** Further options of Flink's configuration, by their full names. */
  more?: Readonly<Record<string, string>>
  /** Folder of everything in the lab; default a new folder below the system's temporary one, removed by close(). */
  folder?: string
  /** JAVA_HOME of everything; default: one that is fit for the version (java.ts), with archived classes where there are some. */
  javaHome?: string
  /** Web UI ports; default free ones. */
  masterPorts?: number[]
  /** ZooKeeper client ports; default free ones. */
  zooKeeperPorts?: number[]
  /** Fixed peer and leader ports 2888:3888, … as the seed's example has them; default free ones. */
  peerPorts?: [peer: number, leader: number][]
  job?: Partial<JobSettings>
  say?: Say
  signal?: AbortSignal
}

/** What a test may do to one process of the lab. */
export interface ProcessHandle {
  readonly process: LabProcess
  readonly pid: number
  kill(): Promise<void>
  freeze(): Promise<void>
  resume(): void
  stop(graceMs?: number): Promise<void>
  start(): Promise<void>
  isRunning(): boolean
}

export interface Master extends ProcessHandle {
  /** Its line in conf/masters. */
  readonly master: string
}

export interface Member extends ProcessHandle {
  readonly id: number
  /** host:clientPort. */
  readonly address: string
  readonly settings: ZooKeeperMember
}

export interface Leader {
  master: Master
  leaderSessionId: string
}

/** A real HA cluster on this machine, and what a test may do to it. */
export interface Lab {
  readonly folder: string
  /** Flink's home of this cluster alone (hard links), with its own conf and log. */
  readonly flinkHome: string
  readonly confDir: string
  readonly version: string
  readonly settings: ConfSettings
  readonly masters: Master[]
  readonly zookeepers: Member[]
  readonly taskManagers: LabProcess[]
  /** Ids of the jobs submitted so far. */
  readonly jobs: string[]
  /** The leader by the JobManagers' own logs, among those that run; null while there is none. */
  findLeader(): Promise<Leader | null>
  /** Waits until a JobManager leads and its REST API answers as a leader. */
  getLeader(within?: number): Promise<Leader>
  /** Masters that run and do not lead. */
  findStandbys(): Promise<Master[]>
  submitJob(job?: Partial<JobSettings>): Promise<string>
  /** Waits until every job of the lab is RUNNING and has made `count` more checkpoints under the present leader. */
  waitForCheckpoints(count?: number, within?: number): Promise<void>
  /** One JobManager more: a line in conf/masters and a process. */
  addMaster(): Promise<Master>
  addTaskManager(): Promise<LabProcess>
  /** Ends every process, last started first, and removes the folder unless it was given. */
  close(): Promise<void>
}
