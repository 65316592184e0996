import { findMilliseconds } from '@/lib/flink/configuration/option-values'
import type { DoctorInput, ObservedJobManager } from '../../doctor-input'
import { findObservedOption } from '../../observed-option'
import { placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findAskedTimeout, findGrantBounds, showWindow } from './session-times'
import { zookeeperSources } from './sources'

/** The session timeout that ZooKeeper granted to the JobManagers. */
export const grantedTimeout: Rule = {
  id: 'zookeeper/granted-session-timeout',
  severity: 'note',
  title: 'Another session timeout was granted',
  why: 'The granted timeout decides how long a dead leader still counts as one, whatever the file says.',
  source: zookeeperSources.negotiation,
  canBeWrong: 'A JobManager may have been started with -D or before the file was changed; the log it was read from may be an older one.',
  check(input) {
    const asked = findAskedTimeout(input)
    if (input.configuration.mode !== 'zookeeper' || asked === null) return []
    const groups = new Map<string, ObservedJobManager[]>()
    for (const jm of input.observed?.jobManagers ?? []) {
      const own = findOwnAsked(input, jm) ?? asked
      if (jm.sessionTimeoutMs === null || jm.sessionTimeoutMs === own) continue
      const key = `${own} ${jm.sessionTimeoutMs}`
      groups.set(key, [...(groups.get(key) ?? []), jm])
    }
    return [...groups].map(([key, jobManagers]) => toHit(input, Number(key.split(' ')[0]), jobManagers))
  },
}

function findOwnAsked(input: DoctorInput, jm: ObservedJobManager): number | null {
  return findMilliseconds(findObservedOption(input, jm, 'sessionTimeout'), input.configuration.effective.version)
}

function toHit(input: DoctorInput, asked: number, jobManagers: readonly ObservedJobManager[]): Hit {
  const granted = jobManagers[0]?.sessionTimeoutMs ?? 0
  const tick = findGrantBounds(input)?.tickTimeMs ?? null
  return {
    sentence: `${toList(jobManagers.map(({ master }) => master))} asked for a session of ${toPreciseDurationText(asked)} and ${jobManagers.length === 1 ? 'was' : 'were'} granted ${toPreciseDurationText(granted)}. After a crash of the leader a standby takes over in ${tick === null ? `${toPreciseDurationText(Math.round((granted * 2) / 3))} to little more than ${toPreciseDurationText(granted)}` : showWindow(granted, tick)}.`,
    whatToDo: `Ask for ${toPreciseDurationText(granted)}, or change minSessionTimeout, maxSessionTimeout or tickTime of ZooKeeper.`,
    places: [placeOf(input, 'sessionTimeout')],
  }
}
