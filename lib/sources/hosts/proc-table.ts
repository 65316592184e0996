import 'server-only'
import { readdir, readFile, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { findSystemCode } from '@/lib/base/errors'
import type { HostProcess } from '@/lib/model/facts'
import { longestCommandLine } from './host-scripts'
import { findListeningPorts } from './listening-ports'
import { findBootTime, findStat, toStartedAt } from './process-stat'
import { toHostProcess } from './to-host-process'
import { readUserNames } from './user-names'

const atOnce = 32

/**
 * Flink's and ZooKeeper's processes from Linux' `/proc`. Of other processes only the command line is read.
 * A zombie has no command line any more, so it does not appear: like a process that is gone.
 */
export async function readProcTable(): Promise<HostProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d{1,10}$/.test(name)).map(Number)
  const bootTime = findBootTime(await readFile('/proc/stat', 'utf8'))
  const found: HostProcess[] = []
  for (let at = 0; at < pids.length; at += atOnce) {
    const slice = await Promise.all(pids.slice(at, at + atOnce).map((pid) => findProcess(pid, bootTime)))
    found.push(...slice.filter((process) => process !== null))
  }
  return found
}

async function findProcess(pid: number, bootTime: number | null): Promise<HostProcess | null> {
  try {
    const line = await readFile(`/proc/${pid}/cmdline`, 'latin1')
    // Nearly all processes are no Java: the launcher's name shows that before anything else is read.
    if (!/^[^\0]*javaw?\0/.test(line)) return null
    const isTooLong = line.length > longestCommandLine
    if (isTooLong && !/org\.apache\.(?:flink|zookeeper)\./.test(line)) return null
    const [statText, owner, names] = await Promise.all([readFile(`/proc/${pid}/stat`, 'latin1'), stat(`/proc/${pid}`), readUserNames()])
    const answered = findStat(statText)
    if (!answered) return null
    const process = toHostProcess(
      {
        pid,
        startedAt: bootTime === null ? null : toStartedAt(bootTime, answered.startTicks),
        state: answered.state,
        user: names.get(owner.uid) ?? String(owner.uid),
        arguments: isTooLong ? null : Buffer.from(line, 'latin1').toString('utf8').replace(/\0$/, '').split('\0'),
      },
      hostname(),
    )
    // A JobManager has hundreds of descriptors: they are read only where the command line has no port.
    return process?.kind === 'jobmanager' && process.webUiPort === null ? { ...process, listens: await findListeningPorts(pid) } : process
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

/** Whether it ended while it was read (ESRCH), or is hidden from this user (EACCES with `hidepid`). */
function isGone(error: unknown): boolean {
  const code = findSystemCode(error)
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM'
}
