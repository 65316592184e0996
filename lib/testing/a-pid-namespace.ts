import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { waitUntil } from '@/e2e/lab/wait/until'
import type { HostRunner } from '@/lib/sources/hosts/runner'

const unshare = ['--pid', '--fork', '--mount-proc', '--kill-child']

/** Why no process id can be reused here, or null. */
export function findRecyclingObstacle(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'They need Linux and root.'
  if (spawnSync('nsenter', ['--version']).status !== 0) return 'They need nsenter (Debian: apt-get install util-linux).'
  const { status } = spawnSync('unshare', [...unshare, 'sh', '-c', 'echo 100 > /proc/sys/kernel/ns_last_pid'])
  return status === 0 ? null : 'They need a pid name space whose /proc/sys/kernel/ns_last_pid can be written.'
}

export interface PidNamespace {
  /** The same host from within the name space. */
  toInside(runner: HostRunner): HostRunner
  /** Ends all of its processes. */
  close(): void
}

/** A pid name space of its own. Its first process waits for all children: one that exits is reaped at once and frees its id. */
export async function startPidNamespace(): Promise<PidNamespace> {
  const child = spawn('unshare', [...unshare, 'sh', '-c', 'sleep 600 & wait'], { stdio: 'ignore' })
  const first = await waitUntil('the first process is there', { within: 30_000, every: 10 }, () => {
    const pid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim()
    return pid !== '' && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sh' && pid
  })
  return {
    toInside: (runner) => ({
      ...runner,
      run: (host, argv, options) => runner.run(host, ['nsenter', '--target', first, '--pid', '--mount', ...argv], options),
    }),
    close: () => void child.kill('SIGKILL'),
  }
}

/** `$1` the pid that exits and is reused by a later process, 0: any; `$2` its working folder; then its command. Prints the new pid. */
export const recycleScript = `pid=$1; cd "$2" || exit; shift 2
if [ "$pid" = 0 ]; then "$@" </dev/null >/dev/null 2>&1 & echo "$!"; exit; fi
kill -9 "$pid"; while [ -d "/proc/$pid" ]; do :; done
n=0
while [ $n -lt 5000 ]; do
  echo $((pid - 1)) > /proc/sys/kernel/ns_last_pid
  { read -r own rest < /proc/self/stat; [ "$own" != "$pid" ] || exec "$@"; } </dev/null >/dev/null 2>&1 &
  [ "$!" != "$pid" ] || { echo "$!"; exit; }
  n=$((n + 1))
done
exit 1
`
