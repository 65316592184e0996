import 'server-only'
import type { JavaProcess } from '@/lib/flink/processes/parse-java-command-line'

/** Tells one process from every other, also from a later one with its id. Opaque but for the pid; made on its own host. */
export interface SignalledProcess {
  host: string
  pid: number
  /** Clock ticks after boot (Linux) or `ps`'s start time. */
  start: string
  /** Of the kernel that runs it; '' where the system tells none. */
  boot: string
  /** POSIX `cksum` of its command line. */
  command: string
}

/** A process of Flink's or ZooKeeper's, found on its host by its command line. */
export interface FoundProcess {
  identity: SignalledProcess
  java: JavaProcess
  user: string | null
  state: 'running' | 'stopped' | 'zombie'
  /** Epoch ms. */
  startedAt: number | null
  arguments: readonly string[]
  /** Started with the cluster's own conf folder. */
  usesConfDir: boolean
  /** `configDir` without symbolic links, as its host sees it. */
  realConfigDir: string | null
  /** TCP ports on which its own sockets listen; null: they are not shown to this user, or the system does not tell. */
  listens: readonly number[] | null
  /** It has a network name space of its own, as in a container: its ports are not its host's. False: it has not, or that is not shown. */
  isNetworkApart: boolean
  /** By its host's own clock; null: not known. */
  ageMs: number | null
}

/** What one host shows to the user that this console is there. */
export interface ProcessTable {
  processes: FoundProcess[]
  /** False: processes of other users are hidden from this one (`hidepid`), so that one that is not found may run all the same. */
  seesAll: boolean
  /** Pids of JVMs with Flink's or ZooKeeper's name in a command line too long to be read: each may be one that is not found. */
  unread: readonly number[]
  /** Who asked; null: not told. */
  user: string | null
}
