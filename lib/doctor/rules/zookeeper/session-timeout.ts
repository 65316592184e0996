import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { deriveNegotiatedTimeout } from '@/lib/flink/takeover-window'
import type { DoctorInput } from '../../doctor-input'
import { fixOption } from '../../fix'
import { isSet, placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toPreciseDurationText } from '@/lib/base/durations'
import { isTicksDoing } from './long-session'
import { findAskedTimeout, findGrantBounds, showWindow, type GrantBounds } from './session-times'
import { zookeeperSources } from './sources'

/** ZooKeeper silently changes a session timeout outside its bounds. The granted one is another rule’s. */
export const sessionTimeout: Rule = {
  id: 'zookeeper/session-timeout-changed',
  severity: 'warning',
  title: 'ZooKeeper grants another session timeout',
  why: 'The granted timeout decides how long a dead leader still counts as one. It ends between two thirds of it and one tick more than it.',
  source: zookeeperSources.negotiation,
  canBeWrong: 'The bounds in force may be others, as they are read when a server starts.',
  check(input) {
    const [asked, bounds] = [findAskedTimeout(input), findGrantBounds(input)]
    const isSeen = input.observed?.jobManagers.some(({ sessionTimeoutMs }) => sessionTimeoutMs !== null)
    if (input.configuration.mode !== 'zookeeper' || asked === null || bounds === null || isSeen || isTicksDoing(input)) return []
    const granted = deriveNegotiatedTimeout(asked, bounds.tickTimeMs, bounds)
    if (granted === asked) return []
    return [
      {
        severity: isSet(input.configuration.effective.options.sessionTimeout) ? 'warning' : 'note',
        sentence: `Flink asks ZooKeeper for a session of ${toPreciseDurationText(asked)}; it will be ${toPreciseDurationText(granted)}, the ${granted < asked ? 'longest' : 'shortest'} that ${showBound(granted, bounds)}. After a crash of the leader a standby takes over in ${showWindow(granted, bounds.tickTimeMs)}.`,
        whatToDo: `Set ${placeOf(input, 'sessionTimeout').key} to ${toPreciseDurationText(granted)}, so that the file says what holds, or change ${granted < asked ? 'maxSessionTimeout' : 'minSessionTimeout'} or tickTime of ZooKeeper.`,
        places: [placeOf(input, 'sessionTimeout'), ...placeOfBound(input, bounds, granted)],
        fix: fixOption(
          input,
          'sessionTimeout',
          isFlinkAtLeast(input.configuration.effective.version, '1.20') && granted % 1_000 === 0 ? `${granted / 1_000} s` : String(granted),
        ),
      },
    ]
  },
}

function showBound(granted: number, { tickTimeMs, by }: GrantBounds): string {
  const ticks = granted / tickTimeMs
  const shown = Number.isInteger(ticks) && (ticks === 2 || ticks === 20) ? ` (${ticks} ticks of ${toPreciseDurationText(tickTimeMs)})` : ''
  return by === 'zoo.cfg' ? `zoo.cfg lets ZooKeeper grant${shown}` : `ZooKeeper grants by itself${shown}`
}

function placeOfBound({ configuration: { zooCfg } }: DoctorInput, { by }: GrantBounds, granted: number) {
  if (by === 'members' || !zooCfg) return []
  const { minSessionTimeoutMs: min, maxSessionTimeoutMs: max, tickTimeMs } = zooCfg
  const [bound, key] = granted === max.value ? [max, 'maxSessionTimeout'] : [min, 'minSessionTimeout']
  return [bound.line === null ? placeIn('zoo.cfg', tickTimeMs.line, 'tickTime') : placeIn('zoo.cfg', bound.line, key)]
}
