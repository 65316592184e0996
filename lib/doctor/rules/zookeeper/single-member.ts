import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findOwnZooCfg, getMeantServers, readQuorumLine, showMember } from './ensemble'

/** One ZooKeeper server: recovery from failures depends on one process. */
export const singleMember: Rule = {
  id: 'zookeeper/single-member',
  severity: 'warning',
  title: 'One ZooKeeper server only',
  why: 'While it is down no leader can be elected, and JobManagers that lose it stop their jobs until it is back. Standby JobManagers do not help against that.',
  source: {
    text: 'ZooKeeper Administrator’s Guide, “Single Server and Development Setup”',
    url: 'https://zookeeper.apache.org/doc/r3.9.3/zookeeperAdmin.html#sc_singleAndDevSetup',
  },
  canBeWrong: 'The name may lead to several servers (DNS, a load balancer).',
  check(input) {
    const { members } = readQuorumLine(input)
    const [only] = members
    if (input.configuration.mode !== 'zookeeper' || members.length !== 1 || !only) return []
    // A name of several machines, as headless services and DNS round robin have it.
    if ((input.environment.hosts.get(only.host)?.machines ?? 1) > 1) return []
    const zooCfg = findOwnZooCfg(input)
    if ((zooCfg && getMeantServers(zooCfg).length > 1) || (input.observed?.members.length ?? 0) > 1) return []
    return [
      {
        sentence: `${showMember(only)} is the only ZooKeeper server: when it fails, no standby can take over.`,
        whatToDo: 'Run three servers on three hosts and name them all in the quorum line.',
        places: [placeOf(input, 'quorum')],
      },
    ]
  },
}
