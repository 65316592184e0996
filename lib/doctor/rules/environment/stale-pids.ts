import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { placeObserved, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** A dead pid makes one stop fail, and may later be another process. */
export const stalePids: Rule = {
  id: 'environment/stale-pids',
  severity: 'note',
  title: 'Pids of processes that are gone',
  why: 'Each call of stop takes one pid off the end of the file. A dead one makes it do nothing while a process further up goes on; and the system gives numbers out again.',
  source: {
    text: 'Flink, bin/flink-daemon.sh',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/flink-daemon.sh',
  },
  canBeWrong: 'The processes may live in another pid namespace (a container).',
  check(input) {
    return (input.environment.pidFiles ?? []).flatMap((file) => {
      const dead = file.pids.filter(({ alive }) => !alive)
      const hidesLiving = file.pids.at(-1)?.alive === false && file.pids.some(({ alive }) => alive)
      if (dead.length === 0) return []
      return [
        {
          severity: hidesLiving ? ('warning' as const) : ('note' as const),
          sentence: `${quoteForSentence(file.path, 120)} names ${dead.length === 1 ? `pid ${dead[0]?.pid}, which is` : `${dead.length} pids that are`} gone${hidesLiving ? '; the next stop does nothing, while a process further up in the file lives' : ''}.`,
          whatToDo: 'Take the dead pids out of the file.',
          places: [placeOf(input, 'pidDir'), placeObserved(file.path)],
        },
      ]
    })
  },
}
