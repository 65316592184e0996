import { recoveryEras, since, type OptionDefinition } from './definition'

/** HighAvailabilityOptions: how JobManagers connect to ZooKeeper; SecurityOptions: how they authenticate there. */
export const zooKeeperClientOptions = {
  sessionTimeout: {
    kind: 'milliseconds',
    eras: recoveryEras('zookeeper.client.session-timeout', '60000'),
    doc: 'The session timeout Flink asks for; ZooKeeper grants 2–20 ticks (HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT).',
  },
  connectionTimeout: {
    kind: 'milliseconds',
    eras: recoveryEras('zookeeper.client.connection-timeout', '15000'),
    doc: 'HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT.',
  },
  retryWait: {
    kind: 'milliseconds',
    eras: recoveryEras('zookeeper.client.retry-wait', '5000'),
    doc: 'Pause between two tries (HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT).',
  },
  maxRetryAttempts: {
    kind: 'integer',
    eras: recoveryEras('zookeeper.client.max-retry-attempts', '3'),
    doc: 'HighAvailabilityOptions.ZOOKEEPER_MAX_RETRY_ATTEMPTS.',
  },
  acl: {
    kind: 'text',
    eras: [since('1.2', ['high-availability.zookeeper.client.acl'], 'open'), since('0.9', [], null)],
    doc: 'open or creator (HighAvailabilityOptions.ZOOKEEPER_CLIENT_ACL).',
  },
  tolerateSuspendedConnections: {
    kind: 'boolean',
    eras: [since('1.14', ['high-availability.zookeeper.client.tolerate-suspended-connections'], 'false'), since('0.9', [], null)],
    doc: 'false: a lost connection to one ZooKeeper member revokes leadership at once (HighAvailabilityOptions.ZOOKEEPER_TOLERATE_SUSPENDED_CONNECTIONS).',
  },
  ensembleTracker: {
    kind: 'boolean',
    eras: [since('1.18', ['high-availability.zookeeper.client.ensemble-tracker'], 'true'), since('0.9', [], null)],
    doc: 'Whether Curator follows changes of the ensemble; not for load balancers (HighAvailabilityOptions.ZOOKEEPER_ENSEMBLE_TRACKING).',
  },
  saslDisable: {
    kind: 'boolean',
    eras: [since('1.2', ['zookeeper.sasl.disable'], 'false'), since('0.9', [], null)],
    doc: 'SecurityOptions.ZOOKEEPER_SASL_DISABLE.',
  },
  saslServiceName: {
    kind: 'text',
    eras: [since('1.2', ['zookeeper.sasl.service-name'], 'zookeeper'), since('0.9', [], null)],
    doc: 'SecurityOptions.ZOOKEEPER_SASL_SERVICE_NAME.',
  },
  saslLoginContextName: {
    kind: 'text',
    eras: [since('1.2', ['zookeeper.sasl.login-context-name'], 'Client'), since('0.9', [], null)],
    doc: 'SecurityOptions.ZOOKEEPER_SASL_LOGIN_CONTEXT_NAME.',
  },
} as const satisfies Record<string, OptionDefinition>
