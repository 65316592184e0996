import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { deriveCheckpointStorage } from '../recovery/checkpoint-storage'
import { storageSources } from './sources'

/** No checkpoint directory: jobs fail where file storage is configured, else their state passes through the JobManager. */
export const checkpointDirectory: Rule = {
  id: 'storage/no-checkpoint-directory',
  severity: 'warning',
  title: 'No checkpoint directory',
  why: 'Without one, checkpoints lie in the JobManager’s memory, at most 5 MB a piece of state, and only the recovery metadata keep them over a takeover. A larger state makes every checkpoint fail, so a recovered job starts from an old one or from nothing.',
  source: storageSources.checkpointStorage,
  canBeWrong: 'Every job may set a directory of its own.',
  check(input) {
    const storage = input.configuration.mode === 'zookeeper' ? deriveCheckpointStorage(input) : { kind: 'unknown' as const }
    const place = placeOf(input, 'checkpointDir')
    const whatToDo = `Set ${place.key} to a directory that all hosts share, e.g. hdfs:///flink/checkpoints.`
    if (storage.kind === 'refused') {
      const by = placeOf(input, storage.because)
      const value = input.configuration.effective.options[storage.because].value ?? ''
      return [
        {
          severity: 'error',
          sentence: `${by.key} is ${quoteForSentence(value)}, but ${place.key} is not set: every job that does not set one itself fails.`,
          whatToDo,
          places: [by, place],
        },
      ]
    }
    if (storage.kind !== 'job-manager' || storage.because !== null) return []
    const old = input.configuration.checkpointDir !== null
    return [
      {
        sentence: old
          ? `${placeOf(input, 'stateBackend').key} is not set, so checkpoints lie in the JobManager’s memory although ${place.key} names a directory.`
          : `${place.key} is not set, so checkpoints lie in the JobManager’s memory.`,
        whatToDo: old ? `Set ${placeOf(input, 'stateBackend').key} to filesystem or rocksdb.` : whatToDo,
        places: old ? [placeOf(input, 'stateBackend'), place] : [place],
      },
    ]
  },
}
