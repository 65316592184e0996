import { isThisMachine } from '@/lib/base/host-names'
import { findMasterHosts, findRemoteHosts } from '../../machines'
import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { readQuorumLine, showMember } from './ensemble'
import { zookeeperSources } from './sources'

/** The quorum line names localhost while JobManagers or TaskManagers run elsewhere. */
export const localQuorum: Rule = {
  id: 'zookeeper/local-quorum',
  severity: 'error',
  title: 'ZooKeeper on localhost for processes on several hosts',
  why: 'Every process connects to ZooKeeper on its own machine. Where there is none it does not start; where there are several that do not belong together, each JobManager becomes a leader.',
  source: zookeeperSources.highAvailability,
  canBeWrong: 'Each of these hosts may run a member of one ensemble.',
  check(input) {
    const { mode, masters, workers, zooCfg } = input.configuration
    const { members } = readQuorumLine(input)
    const local = members.filter(({ host }) => isThisMachine(host))
    if (mode !== 'zookeeper' || local.length === 0) return []
    const masterHosts = findMasterHosts(input)
    const hosts = findRemoteHosts(input, [...(masterHosts ?? []), ...workers.map(({ host }) => host)])
    // One host beside localhost may be this machine under its name.
    if (masterHosts !== null && hosts.length < 2) return []
    const withServer = findRemoteHosts(input, zooCfg?.servers.map(({ host }) => host) ?? [])
    const without = findRemoteHosts(input, [...withServer, ...hosts]).slice(withServer.length)
    if (masterHosts !== null && without.length === 0) return []
    const line = masters.find(({ host }) => !isThisMachine(host))?.line ?? null
    return [
      {
        // YARN may run on one machine, where localhost is right.
        severity: masterHosts !== null && local.length === members.length ? 'error' : 'warning',
        sentence: `The quorum line names ${toList(local.map(showMember))}, but ${masterHosts === null ? 'on YARN the JobManager may run on any host' : `the cluster’s processes run on ${toList(without)}`}, which would look for ZooKeeper on ${masterHosts === null ? 'itself' : 'themselves'}.`,
        whatToDo: 'Write the names by which all hosts reach the ZooKeeper servers.',
        places: [placeOf(input, 'quorum'), ...(line === null ? [] : [placeIn('masters', line)])],
      },
    ]
  },
}
