import type { ZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import type { ZooServer } from '@/lib/flink/configuration/zoo-server'
import { isSameHost } from '../../machines'
import { placeIn } from '../../places'
import type { Hit, Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { findOwnZooCfg, getClientPort, getMeantServers, haveOwnFiles, readQuorumLine } from './ensemble'
import { zookeeperSources } from './sources'

/** Two servers of one zoo.cfg on one host: they would share ports and the data directory. */
export const sharedHost: Rule = {
  id: 'zookeeper/members-on-one-host',
  severity: 'error',
  title: 'Two ZooKeeper servers on one host',
  why: 'Flink’s wrapper gives every server of zoo.cfg the same client port and data directory. The second one on a host ends at once, and before it does it writes its own number into myid.',
  source: zookeeperSources.wrapper,
  canBeWrong: 'The servers may be run by other means, each from a zoo.cfg of its own.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    if (!zooCfg || haveOwnFiles(readQuorumLine(input).members)) return []
    return groupByHost(getMeantServers(zooCfg)).flatMap((servers) => toHit(zooCfg, servers))
  },
}

function toHit(zooCfg: ZooCfg, servers: readonly ZooServer[]): Hit[] {
  const [first] = servers
  if (!first || servers.length < 2) return []
  const taken = findShared(zooCfg, servers)
  if (taken === null) return []
  const runnable = new Set(groupByHost(getMeantServers(zooCfg).filter(({ role }) => role === 'participant'))).size
  const voters = getMeantServers(zooCfg).filter(({ role }) => role === 'participant').length
  return [
    {
      severity: runnable > voters / 2 ? 'warning' : 'error',
      sentence: `${toList(servers.map(({ id }) => `server.${id}`))} are all on ${first.host} with the same ${taken}: only one of them can run${runnable > voters / 2 ? '' : ', and the ensemble never has a quorum'}.`,
      whatToDo: 'Put each server on a host of its own; for a trial on one machine, one server is enough.',
      places: servers.slice(1).map(({ line, id }) => placeIn('zoo.cfg', line, `server.${id}`)),
    },
  ]
}

function findShared(zooCfg: ZooCfg, servers: readonly ZooServer[]): string | null {
  const hasTwins = (values: readonly number[]) => new Set(values).size < values.length
  if (hasTwins(servers.map((server) => getClientPort(zooCfg, server))))
    return `client port ${getClientPort(zooCfg, servers[0] as ZooServer)}`
  if (hasTwins(servers.flatMap(({ peerPort, leaderPort }) => [peerPort, leaderPort]))) return 'peer or leader port'
  return zooCfg.dataDir === null ? null : 'data directory'
}

function groupByHost(servers: readonly ZooServer[]): ZooServer[][] {
  const groups: ZooServer[][] = []
  for (const server of servers) {
    const group = groups.find(([first]) => first && isSameHost(first.host, server.host))
    if (group) group.push(server)
    else groups.push([server])
  }
  return groups
}
