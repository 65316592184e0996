import { toList } from '@/lib/base/counts'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { readQuorumLine } from './ensemble'
import { zookeeperSources } from './sources'

/** Flink's ZooKeeper client tries the members in random order, and leaves out one whose name it cannot look up. */
export const unresolvedMember: Rule = {
  id: 'zookeeper/unresolved-member',
  severity: 'warning',
  title: 'A host of the quorum does not resolve',
  why: 'A client that cannot look up a member never connects to it: when the others fail, that member does not help, and each attempt costs time.',
  source: zookeeperSources.highAvailability,
  canBeWrong: 'The name was looked up on the machine where this check ran; Flink’s hosts may have other name servers or /etc/hosts.',
  check(input) {
    if (input.configuration.mode !== 'zookeeper') return []
    const { hosts } = input.environment
    const members = [...new Set(readQuorumLine(input).members.map(({ host }) => host))]
    const unresolved = members.filter((host) => hosts.get(host)?.resolves === false)
    // A machine that resolves none of the cluster's names is not one of its own: masters/unresolved-host says so.
    const isElsewhere = members.length > 1 && unresolved.length === members.length
    if (unresolved.length === 0 || isElsewhere) return []
    const one = unresolved.length === 1
    return [
      {
        sentence: `${toList(unresolved)} of the quorum ${one ? 'does' : 'do'} not resolve to an address here.`,
        whatToDo: `Correct the ${one ? 'name, or add it' : 'names, or add them'} to DNS or to /etc/hosts of every host of the cluster.`,
        places: [placeOf(input, 'quorum')],
      },
    ]
  },
}
