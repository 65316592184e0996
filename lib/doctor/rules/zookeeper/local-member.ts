import { isThisMachine } from '@/lib/base/host-names'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { findOwnZooCfg, getMeantServers } from './ensemble'
import { zookeeperSources } from './sources'

/** A server named localhost among servers on other hosts. */
export const localMember: Rule = {
  id: 'zookeeper/local-member',
  severity: 'error',
  title: 'A ZooKeeper server named localhost among others',
  why: 'Each server looks for this member on its own machine. It listens on loopback only, so the members do not find each other and the ensemble counts one that cannot be reached.',
  source: zookeeperSources.peerConfig,
  canBeWrong: 'On that one host’s own copy of the file, with quorumListenOnAllIPs, the name may be right.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const servers = zooCfg ? getMeantServers(zooCfg) : []
    // 0.0.0.0 listens everywhere: a common way to name oneself in one's own copy of the file.
    const local = servers.filter(({ host }) => isThisMachine(host) && !/^(?:0\.0\.0\.0|::)$/.test(host))
    const listensEverywhere = zooCfg?.entries.some(({ key, value }) => key === 'quorumListenOnAllIPs' && value.toLowerCase() === 'true')
    if (local.length === 0 || local.length === servers.length || listensEverywhere) return []
    const others = servers.filter(({ host }) => !isThisMachine(host)).map(({ host }) => host)
    return [
      {
        sentence: `${toList(local.map(({ id, host }) => `server.${id} is ${host}`))}, while ${toList(others)} ${others.length === 1 ? 'is' : 'are'} named by host: ${others.length === 1 ? 'that host' : 'those hosts'} would look for it on ${others.length === 1 ? 'itself' : 'themselves'}.`,
        whatToDo: 'Write the name by which the other hosts reach it.',
        places: local.map(({ line, id }) => placeIn('zoo.cfg', line, `server.${id}`)),
      },
    ]
  },
}
