import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { fixOption } from '../../fix'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { deriveCheckpointStorage } from './checkpoint-storage'
import { recoverySources } from './sources'

/**
 * The configuration chooses the JobManager's memory. In this mode such checkpoints survive a takeover (tried with 1.20.1), as long as they
 * are small.
 */
export const checkpointsInMemory: Rule = {
  id: 'recovery/checkpoints-in-memory',
  severity: 'warning',
  title: 'Checkpoints in the JobManager’s memory',
  why: 'All state passes through the JobManager and lies in its heap, at most 5 MB a piece. A larger one makes every checkpoint fail, so a recovered job starts from an old one or from nothing. Only the recovery metadata carry the state over a takeover.',
  source: recoverySources.checkpointStorage,
  canBeWrong: 'Every job may set a storage of its own, or keep very little state.',
  check(input) {
    const storage = input.configuration.mode === 'zookeeper' ? deriveCheckpointStorage(input) : { kind: 'unknown' as const }
    if (storage.kind !== 'job-manager' || storage.because === null) return []
    const place = placeOf(input, storage.because)
    const hasDirectory = input.configuration.checkpointDir !== null
    return [
      {
        sentence: `${place.key} is ${quoteForSentence(input.configuration.effective.options[storage.because].value ?? '')}, so checkpoints lie in the JobManager’s memory${hasDirectory ? ` although ${placeOf(input, 'checkpointDir').key} names a directory` : ''}.`,
        whatToDo: `Set ${place.key} to filesystem${hasDirectory ? '' : `, and ${placeOf(input, 'checkpointDir').key} to a directory that all hosts share`}.`,
        places: [place, ...(hasDirectory ? [placeOf(input, 'checkpointDir')] : [])],
        // File storage without a directory would be refused.
        fix: hasDirectory ? fixOption(input, storage.because, 'filesystem') : null,
      },
    ]
  },
}
