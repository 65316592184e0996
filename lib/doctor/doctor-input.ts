import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { YarnSite } from '@/lib/flink/configuration/yarn-site'

/** Input of the rules. Whatever is null was not read, and then no rule may report on it. */
export interface DoctorInput {
  configuration: HaConfiguration
  /** Raw text of each file that exists, by name (`masters`, `zoo.cfg`, …): for fixes, and for what readers leave out. */
  files: Readonly<Record<string, string>>
  yarnSite: YarnSite | null
  environment: HostEnvironment
  /** The other clusters this console knows; empty on the command line. */
  others: readonly OtherCluster[]
  observed: ObservedCluster | null
}

/** What the doctor's own host reports about names, directories and processes; empty with `--offline`. */
export interface HostEnvironment {
  /** Host name → whether it resolves here, and only to loopback addresses. Hosts that were not looked up are missing. */
  hosts: ReadonlyMap<string, ResolvedName>
  /** Directory (plain path) → its state. */
  directories: ReadonlyMap<string, DirectoryState>
  /** Pid files of Flink's scripts in the pid directory; null: not read. */
  pidFiles: readonly PidFile[] | null
  /** Absolute path of the conf folder, where it is a real one. */
  confFolder: string | null
  /** Whether a Hadoop configuration names a default file system other than the local one; null: not known. */
  sharedDefaultFileSystem: boolean | null
}

export interface ResolvedName {
  resolves: boolean
  loopback: boolean
  /** Number of machines behind the name, by its addresses; missing: not counted. */
  machines?: number
}

export interface DirectoryState {
  state: 'present' | 'missing' | 'not-a-folder' | 'denied'
  readable: boolean
  writable: boolean
  /** Whether it, or its nearest existing parent, is on a network file system; null or missing: not known. */
  network?: boolean | null
}

/** One `flink-<user>-<kind>.pid`: a stack of pids, newest last (bin/flink-daemon.sh). */
export interface PidFile {
  path: string
  pids: readonly {
    pid: number
    alive: boolean
    /** Whether main class and conf folder fit this cluster; null: not known. */ ours: boolean | null
  }[]
}

export interface OtherCluster {
  id: string
  name: string
  /** `host:port`, as configured. */
  quorum: readonly string[]
  chroot: string
  znodeRoot: string
  storageDir: string | null
  pidDir: string | null
  hosts: readonly string[]
}

/** What the rules need of the running cluster. */
export interface ObservedCluster {
  jobManagers: readonly ObservedJobManager[]
  /** Contenders of the election that match no line of masters, by their znode. */
  strangers: readonly { znode: string; address: string | null; /** By addresses; null: not known. */ isOnOurHost: boolean | null }[]
  members: readonly ObservedMember[]
  jobs: readonly ObservedJob[]
}

export interface ObservedJobManager {
  /** Its line in masters. */
  master: string
  /** Options that the process itself reports (`/jobmanager/config`); null: not reported. */
  options: Readonly<Record<string, string>> | null
  restAddress: string | null
  restPort: number | null
  rpcPort: number | null
  /** Granted by ZooKeeper, as the process logged it. */
  sessionTimeoutMs: number | null
  version: string | null
  /** Whether it is the proven leader. */
  leads?: boolean
  /** `host:port` of the ZooKeeper server that its session is connected to. */
  zkMember?: string | null
}

export interface ObservedMember {
  address: string
  /** A MemberMode of the snapshot. */
  mode: string
  version: string | null
  tickTimeMs: number | null
}

export interface ObservedJob {
  jobId: string
  name: string | null
  state: string
  /** null: checkpointing is off or not known; `checkpointing` says which. */
  checkpointIntervalMs: number | null
  checkpointing: 'on' | 'off' | 'unknown'
}

export const unprobedEnvironment: HostEnvironment = {
  hosts: new Map(),
  directories: new Map(),
  pidFiles: null,
  confFolder: null,
  sharedDefaultFileSystem: null,
}
