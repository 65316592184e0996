import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { YarnSite } from '@/lib/flink/configuration/yarn-site'

/** All that the rules look at. Whatever is null was not looked at, and then no rule may speak about it. */
export interface DoctorInput {
  configuration: HaConfiguration
  /** Raw text of each file that is there, by name (`masters`, `zoo.cfg`, …): for mends and for what readers leave out. */
  files: Readonly<Record<string, string>>
  yarnSite: YarnSite | null
  surroundings: Surroundings
  /** The other clusters this console knows; empty on the command line. */
  others: readonly OtherCluster[]
  observed: ObservedCluster | null
}

/** What the machine this runs on tells when it may be asked; `--offline` asks nothing. */
export interface Surroundings {
  /** Host name → whether it resolves here and only to loopback addresses. Hosts that were not asked are missing. */
  hosts: ReadonlyMap<string, ResolvedName>
  /** Directory (plain path) → what was found. */
  directories: ReadonlyMap<string, DirectoryState>
  /** null: not looked at. Pid files of Flink's scripts found in the pid directory. */
  pidFiles: readonly PidFile[] | null
  /** Absolute path of the conf folder, when it is a real one. */
  confFolder: string | null
  /** There is a Hadoop configuration whose default file system is not the local one; null: not known. */
  sharedDefaultFileSystem: boolean | null
}

export interface ResolvedName {
  resolves: boolean
  loopback: boolean
  /** How many machines answer to it, as far as addresses tell; missing: not counted. */
  machines?: number
}

export interface DirectoryState {
  state: 'present' | 'missing' | 'not-a-folder' | 'denied'
  readable: boolean
  writable: boolean
  /** It, or the nearest folder above that is there, lies on a file system of the network; null or missing: cannot be told. */
  network?: boolean | null
}

/** One `flink-<user>-<kind>.pid`: a stack of pids, newest last (bin/flink-daemon.sh). */
export interface PidFile {
  path: string
  pids: readonly {
    pid: number
    alive: boolean
    /** Main class and conf folder fit this cluster; null: cannot be told. */ ours: boolean | null
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

/** What was seen of the running cluster, in the few things rules ask for. */
export interface ObservedCluster {
  jobManagers: readonly ObservedJobManager[]
  /** Contenders of the election that match no line of masters, by their znode. */
  strangers: readonly { znode: string; address: string | null; /** By addresses; null: it cannot be told. */ isOnOurHost: boolean | null }[]
  members: readonly ObservedMember[]
  jobs: readonly ObservedJob[]
}

export interface ObservedJobManager {
  /** Its line in masters. */
  master: string
  /** What the process itself says of its options (`/jobmanager/config`); null: it was not heard. */
  options: Readonly<Record<string, string>> | null
  restAddress: string | null
  restPort: number | null
  rpcPort: number | null
  /** Granted by ZooKeeper, as the process logged it. */
  sessionTimeoutMs: number | null
  version: string | null
  /** Proven to lead. */
  leads?: boolean
  /** `host:port` of the ZooKeeper server that its session is connected to. */
  zkMember?: string | null
}

export interface ObservedMember {
  address: string
  /** See MemberMode of the snapshot. */
  mode: string
  version: string | null
  tickTimeMs: number | null
}

export interface ObservedJob {
  jobId: string
  name: string | null
  state: string
  /** null: checkpointing is off or not known; `checkpointing` tells which. */
  checkpointIntervalMs: number | null
  checkpointing: 'on' | 'off' | 'unknown'
}

export const nothingAsked: Surroundings = {
  hosts: new Map(),
  directories: new Map(),
  pidFiles: null,
  confFolder: null,
  sharedDefaultFileSystem: null,
}
