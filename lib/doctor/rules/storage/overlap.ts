import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { isBelow, normalizeDirectory } from './directory'
import { storageSources } from './sources'

/** Recovery metadata and checkpoints in one directory. */
export const overlap: Rule = {
  id: 'storage/overlaps-checkpoints',
  severity: 'warning',
  title: 'Recovery metadata among checkpoints',
  why: 'Old checkpoints are removed by people, scripts and storage rules by age. Job graphs never change, look old soon, and go with them; then no job is recovered.',
  source: storageSources.storage,
  canBeWrong: 'Nothing but Flink may ever remove files there. Flink itself keeps the two apart by name.',
  check(input) {
    const { mode, storageDir, checkpointDir } = input.configuration
    const [storage, checkpoints] = [normalizeDirectory(input, storageDir), normalizeDirectory(input, checkpointDir)]
    if (mode !== 'zookeeper' || storage === null || checkpoints === null) return []
    const relation =
      storage === checkpoints
        ? 'is also'
        : isBelow(storage, checkpoints)
          ? 'lies inside'
          : isBelow(checkpoints, storage)
            ? 'contains'
            : null
    if (relation === null) return []
    const [place, other] = [placeOf(input, 'storageDir'), placeOf(input, 'checkpointDir')]
    return [
      {
        severity: relation === 'contains' ? 'note' : 'warning',
        sentence: `${place.key} (${quoteForSentence(storageDir ?? '')}) ${relation} the checkpoint directory${relation === 'is also' ? '' : ` ${quoteForSentence(checkpointDir ?? '')}`}.`,
        whatToDo: 'Give each a directory of its own, side by side, e.g. …/recovery and …/checkpoints.',
        places: [place, other],
      },
    ]
  },
}
