import 'server-only'
import type { Check } from '@/lib/model/operation'
import { runScript } from '@/lib/sources/hosts/ask-host'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import type { PlanContext } from '../run/verb'

/** The names bin/flink-daemon.sh gives: flink-USER-DAEMON.pid. */
export type Daemon = 'standalonesession' | 'taskexecutor' | 'zookeeper'

const script = 'for f in "$1"/flink-*-"$2".pid; do [ -f "$f" ] && { echo "file $f"; tail -n 200 "$f" | grep "^[0-9]*$"; }; done; echo end'

/** Where Flink's scripts keep their pid files. */
export function getPidFolder({ effective }: PlanContext['configuration']): string {
  return effective.options.pidDir.value ?? '/tmp'
}

/** The process that Flink's own stop script would end instead: the last pid of the file, whatever that is. */
export async function checkPidFile(
  { hosts, configuration, signal }: PlanContext,
  { identity }: FoundProcess,
  daemon: Daemon,
): Promise<Check> {
  const folder = getPidFolder(configuration)
  const { stdout } = await runScript(hosts.runner, identity.host, script, [folder, daemon], { deadlineMs: 10_000, signal })
  const files = stdout
    .split(/^file /m)
    .slice(1)
    .map((part) =>
      part
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /^\d+$/.test(line))
        .map(Number),
    )
  const mine = files.find((pids) => pids.includes(identity.pid))
  if (!mine)
    return {
      code: 'pid-file',
      level: 'fine',
      text: `No pid file in ${folder} on ${identity.host} names pid ${identity.pid}; it was found by its command line.`,
    }
  if (mine.at(-1) === identity.pid) return { code: 'pid-file', level: 'fine', text: `Pid ${identity.pid} is the last in its pid file too.` }
  return {
    code: 'pid-file',
    level: 'fine',
    text: `Flink’s own stop script would end pid ${mine.at(-1)} instead, the last in its pid file on ${identity.host}. It is not used here.`,
  }
}
