import 'server-only'
import { runScript } from '@/lib/sources/hosts/ask-host'
import { HostError } from '@/lib/sources/hosts/runner'
import type { PlanContext } from '../run/verb'
import { getPidFolder } from './pid-file'

const deadlineMs = 10_000

/**
 * Flink's stop script ends the last pid of its file after no more than `kill -0`. A pid that this console ended and left there may belong
 * to any process by then, so it is replaced by a word, which `kill -0` refuses: the scripts number log files by the lines of the file, and
 * a line less would give the next daemon the log of one that runs. Words at the end are removed.
 *
 * Done under the lock that Flink's own script takes; only in plain files of this user; not if a Flink process has that pid again.
 */
const script = `folder=$1 pid=$2
[ -d "$folder" ] || exit 0
if command -v flock >/dev/null 2>&1; then exec 9<"$folder"; flock -w 5 9 || exit 1; fi
ps -o args= -p "$pid" 2>/dev/null | grep -q 'org\\.apache\\.flink\\.' && exit 0
for f in "$folder"/flink-*.pid; do
  [ -f "$f" ] && [ ! -L "$f" ] && [ -O "$f" ] && grep -qx "$pid" "$f" || continue
  left=$(sed "s/^$pid\\$/stopped/" "$f" | awk '{ line[NR] = $0 } END { n = NR; while (n > 0 && line[n] == "stopped") n--; for (i = 1; i <= n; i++) print line[i] }')
  if [ -n "$left" ]; then printf '%s\\n' "$left" >"$f"; else rm "$f"; fi
  echo "$f"
done
echo end
`

/** For a process that this console ended and that is proven gone. @returns what was done, in words; '' when no file named it */
export async function forgetPid(
  { hosts, configuration }: Pick<PlanContext, 'hosts' | 'configuration'>,
  { host, pid }: { host: string; pid: number },
): Promise<string> {
  try {
    const { stdout } = await runScript(hosts.runner, host, script, [getPidFolder(configuration), String(pid)], { deadlineMs })
    const files = stdout.split('\n').filter((line) => line !== '' && line !== 'end')
    return files.length === 0 ? '' : `Pid ${pid} was taken out of ${files.join(', ')}.`
  } catch (error) {
    // The request itself is done; this only keeps Flink's scripts from a mistake later.
    if (HostError.is(error)) return `Whether a pid file still names ${pid} is not known: ${error.message}`
    throw error
  }
}
