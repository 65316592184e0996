import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { PidFile } from '../../doctor-input'
import { placeObserved, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** A pid file names a process that `stop` would kill by mistake. */
export const foreignPid: Rule = {
  id: 'environment/foreign-pid',
  severity: 'warning',
  title: 'A pid file leads to a process of something else',
  why: 'flink-daemon.sh stops the last pid of the file after no more than a look whether it lives: SIGTERM, and SIGKILL after ten seconds.',
  source: {
    text: 'Flink, bin/flink-daemon.sh',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/flink-daemon.sh',
  },
  canBeWrong: 'The file may be that of another cluster’s scripts, which is right to keep its processes there (see the pid folder).',
  check(input) {
    return (input.environment.pidFiles ?? []).flatMap((file) => {
      const foreign = file.pids.filter(({ alive, ours }) => alive && ours === false)
      const [first] = foreign
      if (!first) return []
      return [
        {
          sentence: `${quoteForSentence(file.path, 120)} has pid ${first.pid}, which is no process of this cluster${isNext(file, first.pid) ? ': the next stop from there would end it' : ''}.`,
          whatToDo:
            'Take the line out of the file after looking at the process (ps -p PID -f), and give each cluster a pid folder of its own.',
          places: [placeOf(input, 'pidDir'), placeObserved(file.path)],
        },
      ]
    })
  },
}

function isNext({ pids }: PidFile, pid: number): boolean {
  return pids.at(-1)?.pid === pid
}
