import type { RuleSource } from '../../finding'

const flink = 'https://github.com/apache/flink/blob/release-1.20.1'
const zooKeeper = 'https://github.com/apache/zookeeper/blob/release-3.9.3/zookeeper-server/src/main/java/org/apache/zookeeper'

/** Sources that several rules of this group share. */
export const zookeeperSources = {
  wrapper: {
    text: 'Flink, FlinkZooKeeperQuorumPeer',
    url: `${flink}/flink-runtime/src/main/java/org/apache/flink/runtime/zookeeper/FlinkZooKeeperQuorumPeer.java`,
  },
  startQuorum: {
    text: 'Flink, bin/start-zookeeper-quorum.sh',
    url: `${flink}/flink-dist/src/main/flink-bin/bin/start-zookeeper-quorum.sh`,
  },
  startCluster: { text: 'Flink, bin/start-cluster.sh', url: `${flink}/flink-dist/src/main/flink-bin/bin/start-cluster.sh` },
  highAvailability: {
    text: 'Flink, HighAvailabilityOptions',
    url: `${flink}/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java`,
  },
  zooKeeperUtils: {
    text: 'Flink, ZooKeeperUtils.startCuratorFramework',
    url: `${flink}/flink-runtime/src/main/java/org/apache/flink/runtime/util/ZooKeeperUtils.java`,
  },
  peerConfig: { text: 'ZooKeeper, QuorumPeerConfig', url: `${zooKeeper}/server/quorum/QuorumPeerConfig.java` },
  sessionTracker: { text: 'ZooKeeper, SessionTrackerImpl.initializeNextSessionId', url: `${zooKeeper}/server/SessionTrackerImpl.java` },
  negotiation: { text: 'ZooKeeper, ZooKeeperServer.processConnectRequest', url: `${zooKeeper}/server/ZooKeeperServer.java` },
  guide: {
    text: 'ZooKeeper Administrator’s Guide, “Configuration Parameters”',
    url: 'https://zookeeper.apache.org/doc/r3.9.3/zookeeperAdmin.html#sc_configuration',
  },
  pages: {
    text: 'Flink, “ZooKeeper HA Services”',
    url: 'https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/deployment/ha/zookeeper_ha/',
  },
} as const satisfies Record<string, RuleSource>
