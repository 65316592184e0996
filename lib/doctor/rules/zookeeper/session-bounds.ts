import { placeIn } from '../../places'
import type { Rule } from '../../rule'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findOwnZooCfg } from './ensemble'
import { zookeeperSources } from './sources'

/** Bounds or ticks with which ZooKeeper refuses to start. */
export const sessionBounds: Rule = {
  id: 'zookeeper/session-bounds',
  severity: 'error',
  title: 'ZooKeeper refuses its ticks or session bounds',
  why: 'A server with such a zoo.cfg ends at its start.',
  source: zookeeperSources.peerConfig,
  canBeWrong: 'ZooKeeper may not be run from this zoo.cfg.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    if (!zooCfg) return []
    const { tickTimeMs: tick, minSessionTimeoutMs: min, maxSessionTimeoutMs: max } = zooCfg
    if (tick.value === 0)
      return [
        {
          sentence: 'tickTime is 0, which ZooKeeper takes for not set.',
          whatToDo: 'Set tickTime=2000.',
          places: [placeIn('zoo.cfg', tick.line, 'tickTime')],
        },
      ]
    // -1 means the default for both.
    if (tick.value < 0 || min.value < 0 || max.value < 0 || min.value <= max.value) return []
    const [bound, key] = min.line === null ? [max, 'maxSessionTimeout'] : [min, 'minSessionTimeout']
    return [
      {
        sentence: `The shortest session is ${toPreciseDurationText(min.value)}${min.line === null ? ' (2 ticks)' : ''} and the longest ${toPreciseDurationText(max.value)}${max.line === null ? ' (20 ticks)' : ''}: ZooKeeper refuses bounds that exclude each other.`,
        whatToDo: 'Set minSessionTimeout to less than maxSessionTimeout.',
        places: [placeIn('zoo.cfg', bound.line, key)],
      },
    ]
  },
}
