import { parseJavaCommandLine, type JavaProcess } from '@/lib/flink/processes/parse-java-command-line'

/** One look at one process id on its own host. Everything in it was read there, in one go. */
export interface ProcessLook {
  /** `uname -s`. */
  kernel: string
  bootId: string | null
  /** The pid name space looked from, e.g. `pid:[4026531836]`. */
  pidNamespace: string | null
  /** Processes of others are shown: /proc without hidepid, or looked at by root. */
  seesAll: boolean
  /** null: there is no such process id. */
  process: LookedProcess | null
  /** TCP ports (decimal) on which somebody listens; null: that could not be read. */
  listening: readonly number[] | null
}

export interface LookedProcess {
  /** The letter of `/proc/PID/stat`; null: it could not be read. */
  state: string | null
  startTicks: string | null
  /** The letters of all its threads; null: they could not be listed. */
  threads: readonly string[] | null
  arguments: readonly string[] | null
  /** Ports this process holds open itself; null: its descriptors could not be read (another user's). */
  ownPorts: readonly number[] | null
}

/** What tells one process from every other one that ever was: noted while it lived, compared when it is said to be dead. */
export interface ProcessIdentity {
  host: string
  pid: number
  startTicks: string
  bootId: string
  pidNamespace: string
  /** The RPC port that its leader address names, or that it told itself. */
  rpcPort: number
  restPort: number
  /** First 4,096 characters, for people and for the report. */
  commandLine: string
  mode: JavaProcess['mode']
}

export type Life =
  | { state: 'dead'; how: string }
  | { state: 'alive' | 'stopped' | 'unknown'; why: string }

const DEAD = new Set(['Z', 'X', 'x'])
const STOPPED = new Set(['T', 't'])

/**
 * Dead means: this process can never execute an instruction again. Anything less is not dead (chapter 8 of the measurements:
 * a zombie answers `kill -0`; a stopped process may go on; a main thread may have ended while others run).
 */
export function judgeLife(identity: ProcessIdentity, look: ProcessLook): Life {
  const doubt = findDoubt(identity, look)
  if (doubt) return { state: 'unknown', why: doubt }
  const { process } = look
  if (process === null) return withPort(identity, look, `pid ${identity.pid} is gone`)
  if (process.state === null || process.startTicks === null) return { state: 'unknown', why: `/proc/${identity.pid}/stat cannot be read` }
  if (process.startTicks !== identity.startTicks) return withPort(identity, look, `pid ${identity.pid} is another process now, started later`)
  if (process.threads === null || process.threads.length === 0) {
    return DEAD.has(process.state) ? { state: 'unknown', why: `the threads of pid ${identity.pid} cannot be listed` } : toLiving(process.state, identity.pid)
  }
  const all = [process.state, ...process.threads]
  if (all.every((letter) => DEAD.has(letter))) return withPort(identity, look, `pid ${identity.pid} has ended (state ${process.state}, and all its threads)`)
  if (DEAD.has(process.state)) return { state: 'alive', why: `the first thread of pid ${identity.pid} has ended, others have not` }
  return toLiving(process.state, identity.pid)
}

/** What makes a look worthless: another system, another boot, another pid name space, or one that is shown a part only. */
function findDoubt(identity: ProcessIdentity, look: ProcessLook): string | null {
  if (look.kernel !== 'Linux') return `a death is proven on Linux only, and ${identity.host} runs ${look.kernel || 'something else'}`
  if (look.bootId === null || look.bootId !== identity.bootId) return `${identity.host} was started anew, or another machine answers by its name`
  if (look.pidNamespace === null || look.pidNamespace !== identity.pidNamespace) return `${identity.host} was looked at from another container than before`
  if (!look.seesAll) return `processes of others are hidden on ${identity.host} (hidepid)`
  return null
}

function withPort({ rpcPort, host }: ProcessIdentity, { listening }: ProcessLook, how: string): Life {
  if (listening === null) return { state: 'unknown', why: `${how}, but the listening ports of ${host} cannot be read` }
  if (listening.includes(rpcPort)) return { state: 'unknown', why: `${how}, but somebody still listens on its RPC port ${rpcPort}` }
  return { state: 'dead', how: `${how}; nobody listens on its RPC port ${rpcPort}` }
}

function toLiving(state: string, pid: number): Life {
  if (STOPPED.has(state)) return { state: 'stopped', why: `pid ${pid} is stopped by a signal: it may go on at any moment` }
  return { state: 'alive', why: `pid ${pid} lives (state ${state})` }
}

const LONGEST_COMMAND_LINE = 4096

/**
 * The identity of a JobManager that lives; a sentence when the look does not show exactly that.
 * @param expected where the console was told that it is: by its masters line and its own answers
 */
export function toIdentity(look: ProcessLook, expected: { host: string; pid: number; rpcPort: number; restPort: number }): ProcessIdentity | string {
  const { host, pid, rpcPort, restPort } = expected
  const { process } = look
  if (look.kernel !== 'Linux') return `processes are identified on Linux only, and ${host} runs ${look.kernel || 'something else'}`
  if (!process?.startTicks || !process.arguments || process.state === null || DEAD.has(process.state)) return `pid ${pid} on ${host} is not there any more`
  if (look.bootId === null || look.pidNamespace === null) return `${host} does not tell its boot id or pid name space`
  const java = parseJavaCommandLine(process.arguments)
  if (java?.kind !== 'jobmanager') return `pid ${pid} on ${host} is no JobManager`
  if (java.webUiPort !== null && java.webUiPort !== restPort) return `pid ${pid} on ${host} was started for port ${java.webUiPort}, not ${restPort}`
  if (process.ownPorts !== null && !process.ownPorts.includes(restPort)) return `pid ${pid} on ${host} does not listen on port ${restPort}`
  return {
    host, pid, rpcPort, restPort, mode: java.mode, startTicks: process.startTicks, bootId: look.bootId, pidNamespace: look.pidNamespace,
    commandLine: process.arguments.join(' ').slice(0, LONGEST_COMMAND_LINE),
  }
}
