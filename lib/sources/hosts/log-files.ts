import 'server-only'
import type { LogFile } from '@/lib/model/log-end'
import { askHost, findWord } from './ask-host'
import { HostError, type HostRunner } from './runner'

const deadlineMs = 15_000
/** More logs than these, newest first, are not looked at. */
const mostFiles = 12
/** A process names its session and its address near the beginning of its log. */
const mostHead = 4 * 1024 * 1024
const mostTail = 64 * 1024

/**
 * `list FOLDER`: logs of JobManagers as Flink's scripts name them (bin/flink-daemon.sh), with the lines that say whose they are. Only
 * plain files: a link may lead anywhere.
 * `end FOLDER NAME`: the end of one of them, which is compared again once it is open.
 */
const script = `
for tool in base64 grep head tail ls; do command -v "$tool" >/dev/null 2>&1 || { echo "understudy lacks"; exit; }; done
told() { stat -c '%Y %s' "$1" 2>/dev/null || stat -f '%m %z' "$1" 2>/dev/null; }
cd "$2" 2>/dev/null && [ -r . ] || { [ -d "$2" ] && echo "understudy unreadable" || echo "understudy missing"; exit; }
case $1 in
list)
  echo "understudy begin"
  ls -1t flink-*-standalonesession-*.log flink-*-standalonejob-*.log flink-*-jobmanager-*.log 2>/dev/null | head -n ${mostFiles} |
  while IFS= read -r f; do
    [ -f "$f" ] && [ ! -L "$f" ] || continue
    if [ ! -r "$f" ]; then echo "hidden file"; continue; fi
    echo "file $(told "$f")"
    echo name:
    printf '%s' "$f" | base64
    echo told:
    head -c ${mostHead} "$f" | grep -aE 'Session establishment complete on server |(Rest endpoint|Web frontend) listening at ' | cut -c 1-1000 | head -n 64 | base64
  done
  echo "understudy end" ;;
end)
  case $3 in flink-*.log) ;; *) echo "understudy missing"; exit ;; esac
  case $3 in */*) echo "understudy missing"; exit ;; esac
  [ -f "$3" ] && [ ! -L "$3" ] || { echo "understudy missing"; exit; }
  [ -r "$3" ] || { echo "understudy unreadable"; exit; }
  exec 3< "$3"
  [ ! -L "$3" ] && { [ ! -e /dev/fd/3 ] || [ "$3" -ef /dev/fd/3 ]; } || { echo "understudy missing"; exit; }
  echo "understudy begin"
  echo "file $(told "$3")"
  echo end:
  tail -c ${mostTail} <&3 | base64
  echo "understudy end" ;;
esac
`

/** What a folder of a host has of logs; or why nothing is known. */
export type ListedLogs = { state: 'listed'; files: LogFile[]; areSomeHidden: boolean } | { state: 'missing' | 'unreadable' }

/** Logs of JobManagers in a folder of a host, newest first. @param folder an absolute path. @throws HostError */
export async function listLogFiles(runner: HostRunner, host: string, folder: string, signal?: AbortSignal): Promise<ListedLogs> {
  const answer = await ask(runner, host, ['list', folder], signal)
  if (typeof answer !== 'string') return answer
  const [, ...parts] = answer.split(/^file /m)
  const files = parts.flatMap((part): LogFile[] => {
    const head = readHead(part)
    const name = decode(part, 'name').toString('utf8')
    return head === null || !/^flink-[^/\n]{1,300}\.log$/.test(name)
      ? []
      : [{ folder, name, ...head, told: decode(part, 'told').toString('utf8') }]
  })
  return { state: 'listed', files, areSomeHidden: /^hidden file$/m.test(answer) }
}

/** The newest bytes of a log, at most 64 KB. @returns null: it is not there any more, or may not be read. @throws HostError */
export async function readLogEnd(
  runner: HostRunner,
  host: string,
  { folder, name }: Pick<LogFile, 'folder' | 'name'>,
  signal?: AbortSignal,
): Promise<{ bytes: Uint8Array; modifiedAt: number; size: number } | null> {
  const answer = await ask(runner, host, ['end', folder, name], signal)
  if (typeof answer !== 'string') return null
  const part = answer.slice(answer.search(/^file /m) + 5)
  const head = readHead(part)
  return head && { bytes: decode(part, 'end'), modifiedAt: head.modifiedAt, size: head.bytes }
}

async function ask(
  runner: HostRunner,
  host: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string | { state: 'missing' | 'unreadable' }> {
  const answer = await askHost(runner, host, script, args, { deadlineMs, signal })
  const word = findWord(answer)
  if (word === 'missing' || word === 'unreadable') return { state: word }
  if (word === 'end') return answer
  throw new HostError(
    'bad-answer',
    host,
    word === 'lacks'
      ? `${host} has no base64, grep, head, tail or ls, so its logs cannot be read.`
      : `The logs of ${host} came only in part. Try again.`,
  )
}

function readHead(part: string): { modifiedAt: number; bytes: number } | null {
  const [, seconds, bytes] = /^(\d{1,12}) (\d{1,16})$/m.exec(part) ?? []
  return seconds === undefined || bytes === undefined ? null : { modifiedAt: Number(seconds) * 1_000, bytes: Number(bytes) }
}

/** `name:`, then lines of base64. */
function decode(part: string, name: string): Buffer {
  return Buffer.from(new RegExp(`^${name}:\\n((?:[A-Za-z0-9+/=]+\\n)*)`, 'm').exec(part)?.[1] ?? '', 'base64')
}
