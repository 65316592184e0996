import 'server-only'
import { readFile } from 'node:fs/promises'
import { findBootTime, findStat, toStartedAt } from './process-stat'
import { readLocalProcesses } from './read-local-processes'

/** Boot time is known to the second only. */
const TOLERANCE_MS = 1_500

/**
 * Whether this very process still lives: not another with its id, and no zombie, for which signal 0 succeeds too.
 * @throws Error when that cannot be told
 */
export async function isSameProcessAlive({ pid, startedAt }: { pid: number; startedAt: number | null }): Promise<boolean> {
  if (process.platform !== 'linux') {
    const found = (await readLocalProcesses()).find((each) => each.pid === pid)
    return !!found && found.state !== 'zombie' && isSameStart(found.startedAt, startedAt)
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').then(findStat, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null
    throw error
  })
  if (!stat || stat.state === 'zombie') return false
  const bootTime = findBootTime(await readFile('/proc/stat', 'utf8'))
  return isSameStart(bootTime === null ? null : toStartedAt(bootTime, stat.startTicks), startedAt)
}

/** A start that is not known does not tell two processes apart: then the id has to do. */
function isSameStart(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= TOLERANCE_MS
}
