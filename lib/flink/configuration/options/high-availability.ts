import { recoveryEras, since, type OptionDefinition } from './definition'

/** HighAvailabilityOptions: the required ones. */
export const highAvailabilityOptions = {
  mode: {
    kind: 'text',
    eras: [
      // Since 1.17 the oldest name comes before the middle one.
      since('1.17', ['high-availability.type', 'recovery.mode', 'high-availability'], 'NONE'),
      since('1.2', ['high-availability', 'recovery.mode'], 'NONE'),
      since('0.9', ['recovery.mode'], 'standalone'),
    ],
    doc: 'zookeeper, kubernetes, none or the class of a factory, in any case of letters (HighAvailabilityOptions.HA_MODE, HighAvailabilityMode.fromConfig).',
  },
  quorum: {
    kind: 'text',
    eras: recoveryEras('zookeeper.quorum', null),
    doc: 'ZooKeeper connect string (HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM).',
  },
  pathRoot: {
    kind: 'text',
    eras: recoveryEras('zookeeper.path.root', '/flink'),
    doc: 'Znode below which all of Flink lies (HighAvailabilityOptions.HA_ZOOKEEPER_ROOT).',
  },
  clusterId: {
    kind: 'text',
    eras: [
      since(
        '1.2',
        ['high-availability.cluster-id', 'high-availability.zookeeper.path.namespace', 'recovery.zookeeper.path.namespace'],
        '/default',
      ),
      since('1.1', ['recovery.zookeeper.path.namespace'], '/default'),
      since('0.9', [], null),
    ],
    doc: 'Level below the root that keeps clusters apart; 0.10 and 1.0 have none (HighAvailabilityOptions.HA_CLUSTER_ID).',
  },
  storageDir: {
    kind: 'uri',
    eras: [
      since('1.2', ['high-availability.storageDir', 'high-availability.zookeeper.storageDir', 'recovery.zookeeper.storageDir'], null),
      since('0.9', ['recovery.zookeeper.storageDir'], null),
    ],
    doc: 'Where the recovery metadata lies; ZooKeeper has only pointers to it (HighAvailabilityOptions.HA_STORAGE_PATH).',
  },
  jobManagerPorts: {
    kind: 'ports',
    eras: recoveryEras('jobmanager.port', '0'),
    doc: 'RPC ports of JobManagers in HA mode, instead of jobmanager.rpc.port; 0 is random (HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE).',
  },
  jobDelay: {
    kind: 'duration',
    eras: [
      since('2.0', [], null),
      since('1.2', ['high-availability.job.delay', 'recovery.job.delay'], null),
      since('0.9', ['recovery.job.delay'], null),
    ],
    doc: 'How long a new leader waited before it recovered jobs; without effect since 1.5 (HighAvailabilityOptions.HA_JOB_DELAY).',
  },
  jobResultStorePath: {
    kind: 'uri',
    eras: [since('1.15', ['job-result-store.storage-path'], null), since('0.9', [], null)],
    doc: 'Results of finished jobs; by default below the storage directory (JobResultStoreOptions.STORAGE_PATH).',
  },
  jobResultStoreDeleteOnCommit: {
    kind: 'boolean',
    eras: [since('1.15', ['job-result-store.delete-on-commit'], 'true'), since('0.9', [], null)],
    doc: 'Whether results of jobs that are cleaned up are deleted (JobResultStoreOptions.DELETE_ON_COMMIT).',
  },
} as const satisfies Record<string, OptionDefinition>
