import { getConfEntries } from '../../conf-entries'
import { isLoopback } from '@/lib/base/host-names'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'

/** Without authentication every ZooKeeper client can write the election. */
export const openZnodes: Rule = {
  id: 'security/open-znodes',
  severity: 'note',
  title: 'Every ZooKeeper client may write Flink’s znodes',
  why: 'With open access any client of this ZooKeeper can delete the leader’s znode or point a recovery at other files.',
  source: {
    text: 'Flink, HighAvailabilityOptions.ZOOKEEPER_CLIENT_ACL; documentation, “ZooKeeper security”',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/ha/zookeeper_ha/',
  },
  canBeWrong: 'The network may let only Flink’s hosts reach ZooKeeper.',
  check(input) {
    const {
      mode,
      quorum,
      effective: {
        options: { acl },
      },
    } = input.configuration
    const hasOwn = getConfEntries(input).some(({ key }) => key.startsWith('high-availability.zookeeper.client.authorization'))
    if (mode !== 'zookeeper' || acl.keys.length === 0 || acl.value?.toLowerCase() !== 'open' || hasOwn) return []
    if (quorum.length === 0 || quorum.every(({ host }) => isLoopback(host))) return []
    return [
      {
        sentence: `The access rights of Flink’s znodes are open${typeof acl.from === 'object' ? '' : ' (the default)'}, and ZooKeeper is reached over the network.`,
        whatToDo: `Let only Flink’s hosts reach ZooKeeper’s client port; or set up SASL and ${acl.keys[0]}: creator, before the cluster’s first start.`,
        places: [placeOf(input, 'acl')],
      },
    ]
  },
}
