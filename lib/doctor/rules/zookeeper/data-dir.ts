import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { placeIn } from '../../places'
import type { Hit, Rule } from '../../rule'
import { isTemporary } from '../../temporary'
import { findOwnZooCfg } from './ensemble'
import { zookeeperSources } from './sources'

/** ZooKeeper's data in a folder that is cleaned: the pointers to all recovery metadata are lost with it. */
export const dataDir: Rule = {
  id: 'zookeeper/data-dir',
  severity: 'warning',
  title: 'ZooKeeper’s data do not last',
  why: 'The znodes are the only pointers to job graphs and checkpoints. When they are gone, no job is recovered, although all files are there.',
  source: zookeeperSources.wrapper,
  canBeWrong: 'ZooKeeper may not be run from this zoo.cfg, or the directory may be kept over restarts by the system’s own rules.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    if (!zooCfg) return []
    if (zooCfg.dataDir === null) {
      return [
        {
          sentence:
            'dataDir is not set: Flink’s wrapper takes a new folder below the temporary one at each start, so a ZooKeeper server forgets everything when it is restarted.',
          whatToDo: 'Set dataDir in zoo.cfg to a folder that lasts and is on a local disk.',
          places: [placeIn('zoo.cfg', null, 'dataDir')],
        },
      ]
    }
    return [
      ['dataDir', zooCfg.dataDir],
      ['dataLogDir', zooCfg.dataLogDir],
    ].flatMap(([key, path]): Hit[] => {
      if (!key || !path || !isTemporary(path)) return []
      return [
        {
          sentence: `${key} is ${quoteForSentence(path)}, which systems empty at a restart or after some days.`,
          whatToDo: `Move it to a folder that lasts, e.g. /var/lib/zookeeper, and copy what is in it while the server is stopped.`,
          places: [placeIn('zoo.cfg', zooCfg.entries.findLast((entry) => entry.key === key)?.line ?? null, key)],
        },
      ]
    })
  },
}
