import 'server-only'
import type { JavaProcess } from '@/lib/flink/processes/parse-java-command-line'

/** Identifies one process, also against a later one with its id. Opaque but for the pid; created on its own host. */
export interface SignalledProcess {
  host: string
  pid: number
  /** Clock ticks after boot (Linux) or `ps`'s start time. */
  start: string
  /** Boot id of its kernel; '' where the system has none. */
  boot: string
  /** POSIX `cksum` of its command line. */
  command: string
}

/** A process of Flink or ZooKeeper, found on its host by its command line. */
export interface FoundProcess {
  identity: SignalledProcess
  java: JavaProcess
  user: string | null
  state: 'running' | 'stopped' | 'zombie'
  /** Epoch ms. */
  startedAt: number | null
  arguments: readonly string[]
  /** Whether it was started with the cluster's own conf folder. */
  usesConfDir: boolean
  /** `configDir` with symbolic links resolved, as its host sees it. */
  realConfigDir: string | null
  /** TCP ports on which its own sockets listen; null: not visible to this user, or not on this system. */
  listens: readonly number[] | null
  /**
   * Whether it has a network name space of its own, as in a container: then its ports are not its host's. False: it has none, or that is
   * not visible.
   */
  isNetworkApart: boolean
  /** Age by its host's own clock; null: not known. */
  ageMs: number | null
}

/** Processes of one host that are visible to this console's user there. */
export interface ProcessTable {
  processes: FoundProcess[]
  /** False: processes of other users are hidden from this one (`hidepid`), so a process that is not found may still run. */
  seesAll: boolean
  /** Pids of JVMs with Flink's or ZooKeeper's name in a command line too long to be read: each may be one that is not found. */
  unread: readonly number[]
  /** The user who listed them; null: not known. */
  user: string | null
}
