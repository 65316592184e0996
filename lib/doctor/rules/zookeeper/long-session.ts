import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findGrantBounds, findGrantedTimeout, showWindow } from './session-times'
import { zookeeperSources } from './sources'

/** Three times Flink’s own default. */
const longMs = 180_000

/** A dead leader keeps the lead until its session ends. */
export const longSession: Rule = {
  id: 'zookeeper/long-session',
  severity: 'warning',
  title: 'A session so long that nobody takes over for minutes',
  why: 'When the leader’s machine dies, ZooKeeper keeps its place in the election until the session ends; until then no standby leads and no job runs.',
  source: zookeeperSources.negotiation,
  canBeWrong: 'Long interruptions between JobManagers and ZooKeeper may be worse here than a long failover.',
  check(input) {
    const [granted, bounds] = [findGrantedTimeout(input), findGrantBounds(input)]
    if (input.configuration.mode !== 'zookeeper' || granted === null || bounds === null || granted <= longMs) return []
    const { zooCfg, zooCfgApplies } = input.configuration
    return [
      {
        sentence: `ZooKeeper grants Flink a session of ${toPreciseDurationText(granted)}: after a crash of the leader’s machine a standby takes over in ${showWindow(granted, bounds.tickTimeMs)}.`,
        whatToDo: `Set ${placeOf(input, 'sessionTimeout').key} to as long as a failover may take, e.g. 40 s.`,
        places: [
          placeOf(input, 'sessionTimeout'),
          ...(zooCfg && zooCfgApplies && zooCfg.maxSessionTimeoutMs.line !== null
            ? [placeIn('zoo.cfg', zooCfg.maxSessionTimeoutMs.line, 'maxSessionTimeout')]
            : []),
        ],
      },
    ]
  },
}
