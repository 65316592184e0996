import { toList } from '@/lib/base/counts'
import { fixOption } from '../../fix'
import { isSet, placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { readQuorumLine } from './ensemble'
import { zookeeperSources } from './sources'

/** Several masters in a cluster whose HA mode is off. */
export const modeOff: Rule = {
  id: 'zookeeper/mode-off-with-several-masters',
  severity: 'error',
  title: 'Several masters, but high availability is off',
  why: 'Outside this mode start-cluster.sh does not even read masters and starts one JobManager. Those that are started by hand are independent: each one leads, with jobs and TaskManagers of its own.',
  source: zookeeperSources.startCluster,
  canBeWrong: 'conf/masters may be left over from another time, or a process may be started with -D.',
  check(input) {
    const {
      mode,
      masters,
      effective: {
        options: { storageDir },
      },
    } = input.configuration
    const quorum = readQuorumLine(input).members
    if (mode !== 'none' || masters.length < 2) return []
    const place = placeOf(input, 'mode')
    const state = place.line === null ? `${place.key} is not set` : 'the mode is none'
    return [
      {
        sentence: `conf/masters names ${toList(masters.map(({ master }) => master))}, but ${state}: there is no leader election and no takeover.`,
        whatToDo: `Set ${place.key} to zookeeper${quorum.length === 0 ? ', with a quorum and a storage directory,' : ''} or leave one line in conf/masters.`,
        places: [place, placeIn('masters', masters[1]?.line ?? null)],
        // Without a quorum and a storage directory the mode alone would not start; and a line that says NONE may be meant.
        fix: place.line === null && quorum.length > 0 && isSet(storageDir) ? fixOption(input, 'mode', 'zookeeper') : null,
      },
    ]
  },
}
