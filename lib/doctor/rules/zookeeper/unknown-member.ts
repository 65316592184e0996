import type { ConfiguredServer } from '@/lib/flink/configuration/quorum'
import type { ZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import { isSameHost } from '../../machines'
import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { compareMembers, findOwnZooCfg, getMeantServers, readQuorumLine, showMember } from './ensemble'
import { zookeeperSources } from './sources'

/** The quorum line names a server that zoo.cfg does not have. */
export const unknownMember: Rule = {
  id: 'zookeeper/unknown-member',
  severity: 'warning',
  title: 'Quorum member unknown to zoo.cfg',
  why: 'Flink tries the members of its quorum line in any order. One that does not exist costs a connection timeout each time; with none that exists no JobManager starts.',
  source: zookeeperSources.wrapper,
  canBeWrong: 'ZooKeeper may not be run from this zoo.cfg, or one host may go by two names.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const { members } = readQuorumLine(input)
    const strangers = zooCfg ? compareMembers(zooCfg, members).strangers : []
    // Without any server line it is the file of a standalone server.
    if (!zooCfg || zooCfg.servers.length === 0 || strangers.length === 0) return []
    return [
      {
        severity: strangers.length === members.length ? 'error' : 'warning',
        sentence: `${toSentence(zooCfg, strangers)}.`,
        whatToDo:
          'Make the quorum line and the server.N lines name the same hosts, with the port on which zoo.cfg has them listen for clients.',
        places: [placeOf(input, 'quorum'), placeIn('zoo.cfg', getMeantServers(zooCfg).at(-1)?.line ?? null, 'server.N')],
      },
    ]
  },
}

function toSentence(zooCfg: ZooCfg, strangers: readonly ConfiguredServer[]): string {
  const isThere = ({ host }: ConfiguredServer) => getMeantServers(zooCfg).some((server) => isSameHost(server.host, host))
  const otherPort = strangers.filter(isThere).map(showMember)
  const missing = strangers.filter((member) => !isThere(member)).map(showMember)
  const parts = [
    missing.length > 0
      ? `The quorum line names ${toList(missing)}, which ${missing.length === 1 ? 'is no server' : 'are no servers'} of zoo.cfg`
      : null,
    otherPort.length > 0
      ? `${missing.length > 0 ? 'it names' : 'The quorum line names'} ${toList(otherPort)}, but zoo.cfg has clients connect to port ${zooCfg.clientPort.value}`
      : null,
  ]
  return parts.filter((part) => part !== null).join('; ')
}
