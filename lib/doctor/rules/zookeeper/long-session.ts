import { placeIn, placeOf } from '../../places'
import type { DoctorInput } from '../../doctor-input'
import type { Hit, Rule } from '../../rule'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findAskedTimeout, findGrantBounds, findGrantedTimeout, showWindow, type GrantBounds } from './session-times'
import { zookeeperSources } from './sources'

/** Three times Flink’s own default. */
const longMs = 180_000

/** A dead leader keeps the lead until its session ends. */
export const longSession: Rule = {
  id: 'zookeeper/long-session',
  severity: 'warning',
  title: 'A session so long that a takeover takes minutes',
  why: 'When the leader’s machine dies, ZooKeeper keeps its place in the election until the session ends; until then no standby leads and no job runs.',
  source: zookeeperSources.negotiation,
  canBeWrong: 'Long interruptions between JobManagers and ZooKeeper may be worse here than a long failover.',
  check(input) {
    const [granted, bounds] = [findGrantedTimeout(input), findGrantBounds(input)]
    if (input.configuration.mode !== 'zookeeper' || granted === null || bounds === null || granted <= longMs) return []
    const { zooCfg, zooCfgApplies } = input.configuration
    const sentence = `ZooKeeper grants Flink a session of ${toPreciseDurationText(granted)}: after a crash of the leader’s machine a standby takes over in ${showWindow(granted, bounds.tickTimeMs)}.`
    if (isTicksDoing(input)) return [toTickHit(input, sentence, bounds)]
    return [
      {
        sentence,
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

/** Whether Flink's configured timeout is short enough and tickTime alone makes it long: ZooKeeper grants at least two ticks. */
export function isTicksDoing(input: DoctorInput): boolean {
  const [asked, bounds, granted] = [findAskedTimeout(input), findGrantBounds(input), findGrantedTimeout(input)]
  if (asked === null || bounds === null || granted === null) return false
  return granted > longMs && asked <= longMs && granted === bounds.min && bounds.min === 2 * bounds.tickTimeMs
}

function toTickHit({ configuration: { zooCfg } }: DoctorInput, sentence: string, { tickTimeMs }: GrantBounds): Hit {
  const tick = toPreciseDurationText(tickTimeMs)
  return {
    sentence: `${sentence} The cause is tickTime, ${tick}: no session is shorter than two ticks.`,
    whatToDo: 'Set tickTime in zoo.cfg of every member to 2000 (milliseconds), and restart the members one after the other.',
    places: [placeIn('zoo.cfg', zooCfg?.tickTimeMs.line ?? null, 'tickTime')],
  }
}
