import 'server-only'

/** The fields of `/proc/PID/stat` that distinguish a process from a later one with the same id. */
export interface ProcessStat {
  state: 'running' | 'stopped' | 'zombie'
  /** Clock ticks after boot. */
  startTicks: number
}

/** Linux reports times to user space in hundredths of a second, whatever the kernel counts in (USER_HZ). */
const ticksPerSecond = 100

/**
 * `PID (COMM) STATE …`, proc(5). COMM may hold anything, brackets and spaces too, so what follows is counted from the last
 * closing bracket: the state is the first field there, the start time the twentieth.
 */
export function findStat(text: string): ProcessStat | null {
  const end = text.lastIndexOf(')')
  if (end === -1) return null
  const fields = text.slice(end + 2).split(' ')
  const startTicks = Number(fields[19])
  const state = fields[0]
  if (!state || !Number.isSafeInteger(startTicks) || startTicks < 0) return null
  return { state: toState(state), startTicks }
}

/** X and x are dead; t is stopped by a debugger, which stops it as much as a signal does. */
function toState(letter: string): ProcessStat['state'] {
  if (letter === 'Z' || letter === 'X' || letter === 'x') return 'zombie'
  return letter === 'T' || letter === 't' ? 'stopped' : 'running'
}

/** The `btime` line of `/proc/stat`: when this kernel was booted, in epoch ms. */
export function findBootTime(text: string): number | null {
  const found = /^btime (\d{1,12})$/m.exec(text)
  return found ? Number(found[1]) * 1_000 : null
}

export function toStartedAt(bootTime: number, startTicks: number): number {
  return bootTime + Math.round((startTicks * 1_000) / ticksPerSecond)
}
