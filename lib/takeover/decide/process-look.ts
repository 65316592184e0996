import type { JavaProcess } from '@/lib/flink/processes/parse-java-command-line'
import type { LoggedConnection } from '@/lib/flink/log/connection-lines'
import type { SocketKey } from '@/lib/model/socket-address'

/** One inspection of one process id on its own host. Everything in it was read there, in one command. */
export interface ProcessLook {
  /** `uname -s`. */
  kernel: string
  bootId: string | null
  /**
   * The pid name space of the inspection, e.g. `pid:[4026531836]`; with ` time:[…]` where the time name space is not the machine's first.
   */
  pidNamespace: string | null
  /** Processes of other users are visible: /proc without hidepid, or inspected by root. */
  seesAll: boolean
  /** null: there is no such process id. */
  process: LookedProcess | null
  /** TCP sockets that listen on the host; null: that could not be read. */
  listening: readonly Listener[] | null
}

export interface Listener {
  port: number
  /** Processes that hold it, for the ports that were requested; empty: not visible, or not requested. */
  holders: readonly { pid: number; startTicks: string | null }[]
}

export interface LookedProcess {
  /** The letter of `/proc/PID/stat`; null: it could not be read. */
  state: string | null
  startTicks: string | null
  /** The letters of all its threads; null: they could not be listed. */
  threads: readonly string[] | null
  arguments: readonly string[] | null
  /** Ports that this process itself holds open; null: its descriptors could not be read (another user's). */
  ownPorts: readonly number[] | null
  /** Its established TCP connections; null: its descriptors could not be read. */
  connections: readonly LookedConnection[] | null
  /** The log file from its command line; null: there is none, or it does not write it. */
  log: LookedLog | null
}

export interface LookedConnection {
  local: SocketKey
  remote: SocketKey
  /** Inode of the socket: the same in two inspections means the same connection all the time between. */
  inode: string
}

export interface LookedLog {
  /** Process ids that have this file (device and inode) open for writing; null: not all JVMs could be inspected. */
  writers: readonly number[] | null
  /** The file system is written by no other host, nor by a container that is not visible from here. */
  isLocal: boolean
  newest: LoggedConnection | null
}

/** What distinguishes one process from every other: noted while it lived, compared before it is declared dead. */
export interface ProcessIdentity {
  host: string
  pid: number
  startTicks: string
  bootId: string
  pidNamespace: string
  /** The process itself held both ports when it was noted. */
  rpcPort: number
  restPort: number
  /** Addresses that ZooKeeper published for its session when it was noted; null: it did not lead then. */
  published: { rpcAddress: string; restAddress: string } | null
  /** First 4,096 characters, for readers and for the report. */
  commandLine: string
  mode: JavaProcess['mode']
}

export type Liveness = { state: 'dead'; how: string } | { state: 'alive' | 'stopped' | 'unknown'; why: string }

const dead = new Set(['Z', 'X', 'x'])
const stopped = new Set(['T', 't'])

/**
 * Dead means: this process can never execute an instruction again. Anything less is not dead (measured:
 * a zombie answers `kill -0`; a stopped process may continue; a main thread may have ended while others run).
 */
export function deriveLiveness(identity: ProcessIdentity, look: ProcessLook): Liveness {
  const doubt = findUncertainty(identity, look)
  if (doubt) return { state: 'unknown', why: doubt }
  const { process } = look
  if (process === null) return withPorts(identity, look, `pid ${identity.pid} is gone`)
  if (process.state === null || process.startTicks === null) return { state: 'unknown', why: `/proc/${identity.pid}/stat cannot be read` }
  if (process.startTicks !== identity.startTicks) return judgeRecycled(identity, look, process.startTicks)
  if (process.threads === null || process.threads.length === 0) {
    return dead.has(process.state)
      ? { state: 'unknown', why: `the threads of pid ${identity.pid} cannot be listed` }
      : toLiving(process.state, identity.pid)
  }
  const all = [process.state, ...process.threads]
  if (all.every((letter) => dead.has(letter)))
    return withPorts(identity, look, `pid ${identity.pid} has ended (state ${process.state}, and all its threads)`)
  if (dead.has(process.state)) return { state: 'alive', why: `the first thread of pid ${identity.pid} has ended, others have not` }
  return toLiving(process.state, identity.pid)
}

/** Within one boot a process id is given again only to a later process. */
function judgeRecycled(identity: ProcessIdentity, look: ProcessLook, startTicks: string): Liveness {
  if (!isLater(startTicks, identity.startTicks))
    return { state: 'unknown', why: `pid ${identity.pid} is a process that started before the one that was noted` }
  return withPorts(identity, look, `pid ${identity.pid} is another process now, started later`)
}

/** What makes an inspection unusable: another system, another boot, another pid name space, or a partial view. */
function findUncertainty(identity: ProcessIdentity, look: ProcessLook): string | null {
  if (look.kernel !== 'Linux') return `a death is proven on Linux only, and ${identity.host} runs ${look.kernel || 'something else'}`
  if (look.bootId === null || look.bootId !== identity.bootId)
    return `${identity.host} was started anew, or another machine answers by its name`
  if (look.pidNamespace === null || look.pidNamespace !== identity.pidNamespace)
    return `${identity.host} was looked at from another container than before`
  if (!look.seesAll) return `processes of others are hidden on ${identity.host} (hidepid)`
  return null
}

/** A later process on its ports is a successor, which the earlier one would have kept from binding them: no sign of life. */
function withPorts(identity: ProcessIdentity, { listening }: ProcessLook, how: string): Liveness {
  const { host, rpcPort, restPort } = identity
  if (listening === null) return { state: 'unknown', why: `${how}, but the listening ports of ${host} cannot be read` }
  const successors = new Set<number>()
  for (const { port, holders } of listening) {
    if (port !== rpcPort && port !== restPort) continue
    const name = port === rpcPort ? 'RPC' : 'REST'
    if (holders.length === 0)
      return { state: 'unknown', why: `${how}, but a process that cannot be seen listens on its ${name} port ${port}` }
    const other = holders.find(
      ({ pid, startTicks }) =>
        (pid === identity.pid && startTicks === identity.startTicks) || startTicks === null || !isLater(startTicks, identity.startTicks),
    )
    if (other)
      return {
        state: 'unknown',
        why: `${how}, but pid ${other.pid}, which is not proven to have started later, listens on its ${name} port ${port}`,
      }
    for (const { pid } of holders) successors.add(pid)
  }
  if (successors.size === 0) return { state: 'dead', how: `${how}; nothing listens on its RPC port ${rpcPort}` }
  return { state: 'dead', how: `${how}; on its ports listens a later process (pid ${[...successors].join(', ')})` }
}

function isLater(ticks: string, than: string): boolean {
  return BigInt(ticks) > BigInt(than)
}

function toLiving(state: string, pid: number): Liveness {
  if (stopped.has(state)) return { state: 'stopped', why: `pid ${pid} is stopped by a signal: it may go on at any moment` }
  return { state: 'alive', why: `pid ${pid} lives (state ${state})` }
}
