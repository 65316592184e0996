import { quoteForSentence, showKey } from '@/lib/flink/configuration/problem'
import { placeObserved } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { recoverySources } from './sources'

/** Running jobs that make no checkpoints. */
export const checkpointingOff: Rule = {
  id: 'recovery/checkpointing-off',
  severity: 'warning',
  title: 'A running job makes no checkpoints',
  why: 'After a takeover such a job starts again from nothing: its state is lost, and what it has read already it reads again or not at all. Without checkpoints and a restart strategy it does not restart after a failed task either.',
  source: recoverySources.checkpointing,
  canBeWrong: 'A job without state, or a batch job, needs none.',
  check(input) {
    const jobs = (input.observed?.jobs ?? []).filter(({ state, checkpointing }) => checkpointing === 'off' && state === 'RUNNING')
    if (input.configuration.mode !== 'zookeeper' || jobs.length === 0) return []
    const one = jobs.length === 1
    return [
      {
        sentence: `${one ? 'The job' : `${jobs.length} jobs,`} ${toList(jobs.map(({ jobId, name }) => (name === null ? showKey(jobId) : quoteForSentence(name))))}${one ? ' makes' : ', make'} no checkpoints: after a takeover ${one ? 'it starts' : 'they start'} from nothing.`,
        whatToDo:
          'Turn checkpointing on in the job, or for all jobs with execution.checkpointing.interval (since 1.10), and start it again.',
        places: [placeObserved(jobs[0]?.jobId ?? null)],
      },
    ]
  },
}
