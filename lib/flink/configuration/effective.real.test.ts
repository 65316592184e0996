import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildConfigurationProbe, findFlinkHomeForTests, type ConfigurationProbe } from '@/lib/testing/flink/configuration-probe'
import { getOptionEra, type OptionId } from './options/table'
import { findFlinkVersion } from './version'

const classes = {
  HighAvailabilityOptions: 'org.apache.flink.configuration',
  SecurityOptions: 'org.apache.flink.configuration',
  RestOptions: 'org.apache.flink.configuration',
  JobManagerOptions: 'org.apache.flink.configuration',
  WebOptions: 'org.apache.flink.configuration',
  MetricOptions: 'org.apache.flink.configuration',
  BlobServerOptions: 'org.apache.flink.configuration',
  NettyShuffleEnvironmentOptions: 'org.apache.flink.configuration',
  TaskManagerOptions: 'org.apache.flink.configuration',
  StateBackendOptions: 'org.apache.flink.configuration',
  CheckpointingOptions: 'org.apache.flink.configuration',
  RestartStrategyOptions: 'org.apache.flink.configuration',
  HeartbeatManagerOptions: 'org.apache.flink.configuration',
  CoreOptions: 'org.apache.flink.configuration',
  YarnConfigOptions: 'org.apache.flink.yarn.configuration',
  JobResultStoreOptions: 'org.apache.flink.runtime.highavailability',
}

const fields: Partial<Record<OptionId, string>> = {
  mode: 'HighAvailabilityOptions.HA_MODE',
  quorum: 'HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM',
  pathRoot: 'HighAvailabilityOptions.HA_ZOOKEEPER_ROOT',
  clusterId: 'HighAvailabilityOptions.HA_CLUSTER_ID',
  storageDir: 'HighAvailabilityOptions.HA_STORAGE_PATH',
  jobManagerPorts: 'HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE',
  sessionTimeout: 'HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT',
  connectionTimeout: 'HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT',
  retryWait: 'HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT',
  maxRetryAttempts: 'HighAvailabilityOptions.ZOOKEEPER_MAX_RETRY_ATTEMPTS',
  acl: 'HighAvailabilityOptions.ZOOKEEPER_CLIENT_ACL',
  tolerateSuspendedConnections: 'HighAvailabilityOptions.ZOOKEEPER_TOLERATE_SUSPENDED_CONNECTIONS',
  saslDisable: 'SecurityOptions.ZOOKEEPER_SASL_DISABLE',
  restAddress: 'RestOptions.ADDRESS',
  restPort: 'RestOptions.PORT',
  restBindAddress: 'RestOptions.BIND_ADDRESS',
  restBindPort: 'RestOptions.BIND_PORT',
  jobManagerRpcPort: 'JobManagerOptions.PORT',
  failoverStrategy: 'JobManagerOptions.EXECUTION_FAILOVER_STRATEGY',
  webSubmitEnable: 'WebOptions.SUBMIT_ENABLE',
  webUploadDir: 'WebOptions.UPLOAD_DIR',
  webCancelEnable: 'WebOptions.CANCEL_ENABLE',
  metricQueryPort: 'MetricOptions.QUERY_SERVICE_PORT',
  restSslEnabled: 'SecurityOptions.SSL_REST_ENABLED',
  restSslAuthentication: 'SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED',
  taskManagerHost: 'TaskManagerOptions.HOST',
  taskManagerBindHost: 'TaskManagerOptions.BIND_HOST',
  stateBackend: 'StateBackendOptions.STATE_BACKEND',
  checkpointDir: 'CheckpointingOptions.CHECKPOINTS_DIRECTORY',
  savepointDir: 'CheckpointingOptions.SAVEPOINT_DIRECTORY',
  retainedCheckpoints: 'CheckpointingOptions.MAX_RETAINED_CHECKPOINTS',
  restartStrategy: 'RestartStrategyOptions.RESTART_STRATEGY',
  heartbeatTimeout: 'HeartbeatManagerOptions.HEARTBEAT_TIMEOUT',
  heartbeatInterval: 'HeartbeatManagerOptions.HEARTBEAT_INTERVAL',
  checkpointStorage: 'CheckpointingOptions.CHECKPOINT_STORAGE',
  restartAttempts: 'RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS',
  defaultScheme: 'CoreOptions.DEFAULT_FILESYSTEM_SCHEME',
  hadoopConfDir: 'CoreOptions.FLINK_HADOOP_CONF_DIR',
  yarnConfDir: 'CoreOptions.FLINK_YARN_CONF_DIR',
  saslServiceName: 'SecurityOptions.ZOOKEEPER_SASL_SERVICE_NAME',
  saslLoginContextName: 'SecurityOptions.ZOOKEEPER_SASL_LOGIN_CONTEXT_NAME',
  ensembleTracker: 'HighAvailabilityOptions.ZOOKEEPER_ENSEMBLE_TRACKING',
  jobManagerRpcAddress: 'JobManagerOptions.ADDRESS',
  jobManagerBindHost: 'JobManagerOptions.BIND_HOST',
  jobManagerRpcBindPort: 'JobManagerOptions.RPC_BIND_PORT',
  blobServerPort: 'BlobServerOptions.PORT',
  taskManagerRpcPort: 'TaskManagerOptions.RPC_PORT',
  taskManagerDataPort: 'NettyShuffleEnvironmentOptions.DATA_PORT',
  heartbeatRpcFailureThreshold: 'HeartbeatManagerOptions.HEARTBEAT_RPC_FAILURE_THRESHOLD',
  logDir: 'CoreOptions.FLINK_LOG_DIR',
  sshOptions: 'CoreOptions.FLINK_SSH_OPTIONS',
  yarnFailuresValidityInterval: 'YarnConfigOptions.APPLICATION_ATTEMPT_FAILURE_VALIDITY_INTERVAL',
  jobResultStoreDeleteOnCommit: 'JobResultStoreOptions.DELETE_ON_COMMIT',
  pidDir: 'CoreOptions.FLINK_PID_DIR',
  yarnApplicationAttempts: 'YarnConfigOptions.APPLICATION_ATTEMPTS',
  jobResultStorePath: 'JobResultStoreOptions.STORAGE_PATH',
}

/** Defaults that are decided elsewhere: security.ssl.enabled up to 1.20, and bin/config.sh in 1.14, whose options have no default. */
const otherDefaults: Partial<Record<OptionId, string>> = { restSslEnabled: 'security.ssl.enabled', pidDir: 'bin/config.sh' }

/** A duration as Java prints it, in the milliseconds that the table has. */
function toPlain(value: string | null): string | null {
  const seconds = /^PT(?:(\d+)M)?(?:(\d+)S)?$/.exec(value ?? '')
  return seconds ? String((Number(seconds[1] ?? 0) * 60 + Number(seconds[2] ?? 0)) * 1000) : value
}

describe.each(['1.20.1', '2.3.0', '1.14.6'])('the table of options and Flink %s', (version) => {
  const home = findFlinkHomeForTests(version)
  const test = home === null ? it.skip : it
  let probe: ConfigurationProbe

  beforeAll(async () => {
    if (home !== null) probe = await buildConfigurationProbe(home)
  })
  afterAll(() => probe?.close())

  test('Each option has the same keys in the same order as in Flink', async () => {
    const parsed = findFlinkVersion(version)
    if (!parsed) throw new Error('no version')
    const wanted = (Object.entries(fields) as [OptionId, string][]).filter(([id]) => getOptionEra(id, parsed).keys.length > 0)
    const answers = await probe.ask(
      wanted.map(([, field]) => ['keys', `${classes[field.split('.')[0] as keyof typeof classes]}.${field}`] as ['keys', string]),
    )
    const theirs = wanted.map(([id], index) => [id, answers[index]?.ok ? answers[index].fields : answers[index]])
    expect(wanted.map(([id]) => [id, getOptionEra(id, parsed).keys])).toEqual(theirs)
  })

  test('Each option has the same default as in Flink', async () => {
    const parsed = findFlinkVersion(version)
    if (!parsed) throw new Error('no version')
    const wanted = (Object.entries(fields) as [OptionId, string][]).filter(
      ([id]) => getOptionEra(id, parsed).keys.length > 0 && !(id in otherDefaults),
    )
    const answers = await probe.ask(
      wanted.map(([, field]) => ['default', `${classes[field.split('.')[0] as keyof typeof classes]}.${field}`] as ['default', string]),
    )
    const theirs = wanted.map(([id], index) => [id, answers[index]?.ok ? toPlain(answers[index].fields[0] ?? null) : answers[index]])
    expect(wanted.map(([id]) => [id, getOptionEra(id, parsed).default])).toEqual(theirs)
  })
})
