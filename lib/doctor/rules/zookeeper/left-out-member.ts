import { toHostPort } from '@/lib/flink/configuration/host'
import { isThisMachine } from '@/lib/base/host-names'
import { fixOption } from '../../fix'
import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { compareMembers, findOwnZooCfg, getClientPort, readQuorumLine, showMember } from './ensemble'
import { zookeeperSources } from './sources'

/** A server of zoo.cfg that the quorum line does not name. */
export const leftOutMember: Rule = {
  id: 'zookeeper/left-out-member',
  severity: 'warning',
  title: 'ZooKeeper server missing in the quorum line',
  why: 'A process that starts knows only the members named here. While these are down it finds no ZooKeeper, although the others serve.',
  source: zookeeperSources.highAvailability,
  canBeWrong: 'The line may be meant to name only some, e.g. those that are near, or a name that leads to all of them.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const { members, chroot } = readQuorumLine(input)
    const { leftOut, strangers } = zooCfg ? compareMembers(zooCfg, members) : { leftOut: [], strangers: [] }
    const voters = leftOut.filter(({ host, role }) => role === 'participant' && !isThisMachine(host))
    // A member that is not in zoo.cfg may be one of these under another name.
    if (!zooCfg || voters.length === 0 || strangers.length > 0) return []
    const named = voters.map((server) => toHostPort(server.host, getClientPort(zooCfg, server)))
    const isAlone = members.length === 1
    return [
      {
        sentence: `${toList(named)} ${named.length === 1 ? 'is a server' : 'are servers'} of zoo.cfg, but the quorum line does not name ${named.length === 1 ? 'it' : 'them'}${isAlone ? `: while ${members.map(showMember).join()} is down, no JobManager or TaskManager can start` : ''}.`,
        whatToDo: 'Name every voting server in the quorum line.',
        places: [placeOf(input, 'quorum'), placeIn('zoo.cfg', voters[0]?.line ?? null, `server.${voters[0]?.id}`)],
        fix: fixOption(input, 'quorum', `${[...members.map(showMember), ...named].join(',')}${chroot}`),
      },
    ]
  },
}
