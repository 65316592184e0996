import { placeIn } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { findOwnZooCfg, getMeantServers } from './ensemble'
import { zookeeperSources } from './sources'

/** ZooKeeper documents ids from 1 to 255; a lone server's id is not used. */
export const memberId: Rule = {
  id: 'zookeeper/member-id',
  severity: 'warning',
  title: 'ZooKeeper id outside 1 to 255',
  why: 'The id becomes the first byte of every session id that the server gives out. A larger one does not fit, so two servers may give out the same; with extended node types on, the server refuses to start.',
  source: zookeeperSources.sessionTracker,
  canBeWrong: 'ZooKeeper itself runs with such ids as long as extended types (TTL nodes) are off.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const servers = zooCfg ? getMeantServers(zooCfg) : []
    const outside = servers.filter(({ id }) => id < 1 || id > 255)
    if (servers.length < 2 || outside.length === 0) return []
    const isLarge = outside.some(({ id }) => id > 255)
    return [
      {
        severity: isLarge ? 'warning' : 'note',
        sentence: `${toList(outside.map(({ id }) => `server.${id}`))} ${outside.length === 1 ? 'has an id' : 'have ids'} outside 1 to 255, the range that ZooKeeper documents.`,
        whatToDo: 'Number the servers from 1, and their myid files with them.',
        places: outside.map(({ line, id }) => placeIn('zoo.cfg', line, `server.${id}`)),
      },
    ]
  },
}
