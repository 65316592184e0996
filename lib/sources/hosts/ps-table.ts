import 'server-only'
import { execFile } from 'node:child_process'
import { hostname } from 'node:os'
import { promisify } from 'node:util'
import type { HostProcess } from '@/lib/model/facts'
import { toHostProcess } from './to-host-process'

const run = promisify(execFile)
const limit = { timeout: 5_000, maxBuffer: 16 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } }
/** `user pid state lstart command`; lstart is `Sun Nov 22 21:53:45 2026`. */
const psLine = /^\s*(\S+)\s+(\d{1,10})\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d{1,2}\s+[\d:]{8}\s+\d{4})\s+(\S.*)$/

/** Flink's and ZooKeeper's processes from `ps`, for systems without `/proc` (macOS). */
export async function readPsTable(): Promise<HostProcess[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'user=,pid=,state=,lstart=,command='], limit)
  return toPsProcesses(stdout, hostname())
}

/** `ps` separates arguments by spaces, so a path with spaces is cut: the ports and classes that matter have none. */
export function toPsProcesses(text: string, host: string): HostProcess[] {
  return text.split('\n').flatMap((line) => {
    const [, user, pid, state, started, command] = psLine.exec(line) ?? []
    if (!user || !pid || !state || !started || !command) return []
    const startedAt = Date.parse(started)
    const found = toHostProcess(
      {
        pid: Number(pid),
        startedAt: Number.isNaN(startedAt) ? null : startedAt,
        state: state.startsWith('Z') ? 'zombie' : state.startsWith('T') ? 'stopped' : 'running',
        user,
        arguments: command.split(' ').filter((part) => part !== ''),
      },
      host,
    )
    return found ? [found] : []
  })
}
