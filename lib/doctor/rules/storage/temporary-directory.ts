import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'
import { isTemporary } from '../../temporary'
import { findLocalDirectory } from './directory'
import { storageSources } from './sources'

const contents = {
  storageDir: 'job graphs and checkpoint pointers',
  jobResultStorePath: 'the results of finished jobs, without which they are run again',
  checkpointDir: 'checkpoints',
} as const

const whys = {
  storageDir: undefined,
  jobResultStorePath: 'A result that is removed makes the next leader run a job again that has ended.',
  checkpointDir: 'A checkpoint that the cleaner removes is what the next leader would resume from.',
} as const

/** Folders that systems clean by age or at a restart. */
export const temporaryDirectory: Rule = {
  id: 'storage/temporary-directory',
  severity: 'warning',
  title: 'Recovery data below a temporary folder',
  why: 'A job graph is written once and never touched again, so it is the first to go when old files are removed. ZooKeeper then points to nothing and the job is not recovered.',
  source: storageSources.temporary,
  canBeWrong: 'This system may never empty the folder.',
  check(input) {
    if (input.configuration.mode !== 'zookeeper') return []
    return (['storageDir', 'jobResultStorePath', 'checkpointDir'] as const).flatMap((id): Hit[] => {
      const path = findLocalDirectory(input, id)
      if (path === null || !isTemporary(path)) return []
      const place = placeOf(input, id)
      return [
        {
          sentence: `${place.key} is ${quoteForSentence(path)}, so ${contents[id]} lie where systems empty folders at a restart or by age.`,
          whatToDo: 'Set it to a directory that lasts. Stop the jobs with savepoints before and start them from these afterwards.',
          places: [place],
          ...(whys[id] === undefined ? {} : { why: whys[id] }),
        },
      ]
    })
  },
}
