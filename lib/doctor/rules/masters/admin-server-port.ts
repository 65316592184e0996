import { toHostKey } from '@/lib/base/host-names'
import { isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** ZooKeeper's own web server uses 8080 unless configured otherwise, and ZooKeeper exits when the port is taken. */
export const adminServerPort: Rule = {
  id: 'masters/admin-server-port',
  severity: 'note',
  title: 'A web UI on the port of ZooKeeper’s AdminServer',
  why: 'ZooKeeper 3.5 and later open an AdminServer, on 8080 by default, and do not start when the port is taken; started first, they take it from the JobManager.',
  source: {
    text: 'ZooKeeper Administrator’s Guide, “The AdminServer”',
    url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html#sc_adminserver',
  },
  canBeWrong: 'ZooKeeper that Flink’s start-zookeeper-quorum.sh starts has no AdminServer, for Jetty is not in Flink’s distribution.',
  check(input) {
    const { masters, zooCfg, zooCfgApplies } = input.configuration
    if (!isStandaloneHa(input) || !zooCfg || !zooCfgApplies || !zooCfg.adminServer.enabled) return []
    const { port } = zooCfg.adminServer
    const clashing = masters.filter(
      (line) => line.port === port && zooCfg.servers.some((server) => toHostKey(server.host) === toHostKey(line.host)),
    )
    return clashing.map((line) => ({
      sentence: `${line.master} has the port that ZooKeeper’s AdminServer on the same host takes${zooCfg.entries.some(({ key }) => key === 'admin.serverPort') ? '' : ' by default'}.`,
      whatToDo: 'Set admin.serverPort in zoo.cfg to another port (or admin.enableServer=false), or give the web UI another one.',
      places: [placeIn('masters', line.line), placeIn('zoo.cfg', null, 'admin.serverPort')],
    }))
  },
}
