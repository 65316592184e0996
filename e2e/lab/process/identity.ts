import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** A process that cannot be mistaken for another one that got its pid later. */
export interface ProcessIdentity {
  pid: number
  /** Opaque: clock ticks since boot (Linux) or `ps`'s lstart; equal means the same process. */
  startedAt: string
}

export interface ProcessFacts extends ProcessIdentity {
  command: string[]
  /** T in /proc: stopped by SIGSTOP. */
  frozen: boolean
}

/** The running process with this pid, or null when there is none (a zombie runs no more). Synchronous: exit handlers use it. */
export function findProcess(pid: number): ProcessFacts | null {
  return existsSync('/proc/self/stat') ? findInProc(pid) : findWithPs(pid)
}

/** True while exactly this process, not a later one with its pid, exists. */
export function isRunning(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.startedAt === identity.startedAt
}

/** Sends a signal to exactly this process. False when it is gone. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch {
    return false
  }
}

function findInProc(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the name in brackets and may hold spaces and brackets itself; state is the first after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    const startedAt = fields[19]
    if (!startedAt || state === 'Z' || state === 'X') return null
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
    return { pid, startedAt, command, frozen: state === 'T' }
  } catch {
    return null
  }
}

function findWithPs(pid: number): ProcessFacts | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    const match = /^(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line)
    if (!match?.[1] || !match[2] || match[1].startsWith('Z')) return null
    return { pid, startedAt: match[2], command: (match[3] ?? '').split(' '), frozen: match[1].startsWith('T') }
  } catch {
    return null
  }
}
