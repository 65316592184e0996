import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { isTrue } from './exposure'
import { findSignInFault } from './sign-in'

/** ACLs for the creator need an authenticated client. */
export const aclWithoutSasl: Rule = {
  id: 'security/acl-without-sasl',
  severity: 'error',
  title: 'Znodes for their creator alone, and no client authenticates',
  why: 'With “creator” each znode belongs to the one who signed in with SASL. Without a sign-in ZooKeeper refuses the first znode (InvalidACL), so no JobManager starts.',
  source: {
    text: 'Flink, ZooKeeperUtils.startCuratorFramework',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-runtime/src/main/java/org/apache/flink/runtime/util/ZooKeeperUtils.java',
  },
  canBeWrong: 'A process may be started with -D, which beats the file.',
  check(input) {
    const {
      mode,
      effective: {
        options: { acl, saslDisable },
      },
    } = input.configuration
    if (mode !== 'zookeeper' || acl.value?.toLowerCase() !== 'creator') return []
    if (!isTrue(saslDisable.value)) return findSignInFault(input)
    return [
      {
        sentence: `${acl.keys[0]} is creator, but ${saslDisable.keys[0]} is true: Flink does not start with both.`,
        whatToDo: `Remove ${saslDisable.keys[0]} and set up SASL for ZooKeeper, or set ${acl.keys[0]} to open.`,
        places: [placeOf(input, 'acl'), placeOf(input, 'saslDisable')],
      },
    ]
  },
}
