import { findJavaBoolean } from '@/lib/flink/configuration/duration'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { readQuorumLine, showMember } from './ensemble'
import { zookeeperSources } from './sources'

/** The default since the option exists; before 1.14 there was no alternative. */
export const suspendedConnections: Rule = {
  id: 'zookeeper/suspended-connections',
  severity: 'warning',
  title: 'Restarting one ZooKeeper member restarts jobs',
  why: 'A connection that is lost for a moment already revokes the leadership, although the session lives on and the other members serve. The leader stops all jobs and recovers them from their last checkpoints.',
  source: zookeeperSources.highAvailability,
  canBeWrong: 'It may be wanted: with true a leader that is cut off stops a little later, which narrows the time between two leaders.',
  check(input) {
    const { mode, effective } = input.configuration
    const { keys, value, from } = effective.options.tolerateSuspendedConnections
    const { members } = readQuorumLine(input)
    if (mode !== 'zookeeper' || keys.length === 0 || members.length === 0 || (from === 'default' && effective.incomplete)) return []
    if (findJavaBoolean(value ?? '') !== false) return []
    const leader = input.observed?.jobManagers.find(({ leads, zkMember }) => leads && zkMember)
    return [
      {
        sentence:
          members.length === 1
            ? `A restart of ${members.map(showMember).join()} restarts all jobs, even when it is back within the session timeout.`
            : leader?.zkMember
              ? `${leader.master} leads and is connected to ${quoteForSentence(leader.zkMember)}: a restart of that one member restarts all jobs, although the others serve.`
              : `A restart of the one member of ${toList(members.map(showMember))} that the leader is connected to restarts all jobs, although the others serve.`,
        whatToDo: `Set ${keys[0]} to true, or expect a restart of all jobs when that member is maintained.`,
        places: [placeOf(input, 'tolerateSuspendedConnections')],
      },
    ]
  },
}
