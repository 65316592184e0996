import { fixByRemoving } from '../../fix'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'
import { findLeftTemplateServer, findOwnZooCfg, getMeantServers } from './ensemble'
import { zookeeperSources } from './sources'

/** Flink's template line left in beside configured members: `localhost` is another machine on each host. */
export const templateLine: Rule = {
  id: 'zookeeper/template-line',
  severity: 'error',
  title: 'The template’s server line is still there',
  why: 'start-zookeeper-quorum.sh starts a server for each line, so two of them meet on one host, where the second finds its ports taken. With one server of one’s own that makes a quorum of two with one member, which never serves.',
  source: zookeeperSources.startQuorum,
  canBeWrong: 'ZooKeeper may not be run from this zoo.cfg.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const left = zooCfg && findLeftTemplateServer(zooCfg)
    if (!zooCfg || !left) return []
    const voters = getMeantServers(zooCfg).filter(({ role }) => role === 'participant').length
    const spare = voters - (Math.floor((voters + 1) / 2) + 1)
    return [
      {
        severity: spare < 0 ? 'error' : 'warning',
        sentence: `“server.1=localhost:2888:3888” of Flink’s template stands beside ${voters === 1 ? 'a server' : `${voters} servers`} of your own: ZooKeeper counts ${voters + 1} members, ${spare < 0 ? 'and the two never form a quorum' : `so ${spare === 0 ? 'none' : `only ${spare}`} of yours may fail`}.`,
        whatToDo: 'Remove the line, on every host.',
        places: [placeIn('zoo.cfg', left.line, 'server.1')],
        fix: fixByRemoving(input, 'zoo.cfg', left.line),
      },
    ]
  },
}
