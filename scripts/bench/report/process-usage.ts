import { readdirSync, readFileSync } from 'node:fs'

/** CPU time and memory of a process and all its children, from /proc. */
export interface ProcessUsage {
  cpuMs: number
  rssMb: number
  /** Highest resident set the kernel saw of the process itself. */
  peakMb: number
}

/** Linux counts CPU time in ticks of 1/100 s for user space, whatever the kernel runs at (USER_HZ). */
const tickMs = 10

/** @throws when the process is gone, or the system has no /proc */
export function getProcessUsage(pid: number): ProcessUsage {
  const family = [pid, ...getDescendants(pid)]
  const parts = family.map(readUsage)
  return {
    cpuMs: parts.reduce((sum, part) => sum + part.cpuMs, 0),
    rssMb: parts.reduce((sum, part) => sum + part.rssMb, 0),
    peakMb: parts.reduce((sum, part) => sum + part.peakMb, 0),
  }
}

function readUsage(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const toMb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs, rssMb: toMb('VmRSS'), peakMb: toMb('VmHWM') }
}

function getDescendants(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim().split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((child) => [child, ...getDescendants(child)])
}
