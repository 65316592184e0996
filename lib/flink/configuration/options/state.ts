import { since, type OptionDefinition } from './definition'

/** StateBackendOptions, CheckpointingOptions, RestartStrategyOptions, HeartbeatManagerOptions: what a recovery depends on. */
export const stateOptions = {
  stateBackend: {
    kind: 'text',
    eras: [
      since('1.19', ['state.backend.type', 'state.backend'], 'hashmap'),
      since('1.17', ['state.backend.type', 'state.backend'], null),
      since('1.5', ['state.backend'], null),
      since('0.9', ['state.backend'], 'jobmanager'),
    ],
    doc: '2.x no longer knows filesystem and jobmanager here: jobs fail (StateBackendOptions.STATE_BACKEND).',
  },
  checkpointStorage: {
    kind: 'text',
    eras: [
      since('1.20', ['execution.checkpointing.storage', 'state.checkpoint-storage'], null),
      since('1.13', ['state.checkpoint-storage'], null),
      since('0.9', [], null),
    ],
    doc: 'jobmanager or filesystem (CheckpointingOptions.CHECKPOINT_STORAGE).',
  },
  checkpointDir: {
    kind: 'uri',
    eras: [
      since('1.20', ['execution.checkpointing.dir', 'state.checkpoints.dir', 'state.backend.fs.checkpointdir'], null),
      since('1.5', ['state.checkpoints.dir', 'state.backend.fs.checkpointdir'], null),
      since('0.9', ['state.backend.fs.checkpointdir'], null),
    ],
    doc: 'Where checkpoint data lies (CheckpointingOptions.CHECKPOINTS_DIRECTORY; before 1.5 FsStateBackendFactory).',
  },
  externalizedCheckpointDir: {
    kind: 'uri',
    eras: [since('1.5', [], null), since('1.2', ['state.checkpoints.dir'], null), since('0.9', [], null)],
    doc: 'Metadata of externalized checkpoints in 1.2 to 1.4; afterwards the key is checkpointDir’s (ConfigConstants.CHECKPOINTS_DIRECTORY_KEY).',
  },
  savepointDir: {
    kind: 'uri',
    eras: [
      since('1.20', ['execution.checkpointing.savepoint-dir', 'state.savepoints.dir', 'savepoints.state.backend.fs.dir'], null),
      since('1.2', ['state.savepoints.dir', 'savepoints.state.backend.fs.dir'], null),
      since('0.9', ['savepoints.state.backend.fs.dir'], null),
    ],
    doc: 'CheckpointingOptions.SAVEPOINT_DIRECTORY.',
  },
  retainedCheckpoints: {
    kind: 'integer',
    eras: [
      since('1.20', ['execution.checkpointing.num-retained', 'state.checkpoints.num-retained'], '1'),
      since('1.3', ['state.checkpoints.num-retained'], '1'),
      since('0.9', [], null),
    ],
    doc: 'CheckpointingOptions.MAX_RETAINED_CHECKPOINTS.',
  },
  checkpointInterval: {
    kind: 'duration',
    eras: [since('1.10', ['execution.checkpointing.interval'], null), since('0.9', [], null)],
    doc: 'Jobs may set their own (ExecutionCheckpointingOptions.CHECKPOINTING_INTERVAL).',
  },
  failoverStrategy: {
    kind: 'text',
    eras: [
      since('1.11', ['jobmanager.execution.failover-strategy'], 'region'),
      since('1.3', ['jobmanager.execution.failover-strategy'], 'full'),
      since('0.9', [], null),
    ],
    doc: 'In 1.9 and 1.10 full by default, but region in the flink-conf.yaml that Flink ships (JobManagerOptions.EXECUTION_FAILOVER_STRATEGY).',
  },
  restartStrategy: {
    kind: 'text',
    eras: [
      since('1.17', ['restart-strategy.type', 'restart-strategy'], null),
      since('0.10', ['restart-strategy'], null),
      since('0.9', [], null),
    ],
    doc: 'none, fixed-delay, failure-rate, exponential-delay; without one, jobs with checkpoints restart nevertheless (RestartStrategyOptions.RESTART_STRATEGY).',
  },
  restartAttempts: {
    kind: 'integer',
    eras: [since('0.10', ['restart-strategy.fixed-delay.attempts'], '1'), since('0.9', [], null)],
    doc: 'RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS.',
  },
  heartbeatInterval: {
    kind: 'milliseconds',
    eras: [since('1.5', ['heartbeat.interval'], '10000'), since('0.9', [], null)],
    doc: 'HeartbeatManagerOptions.HEARTBEAT_INTERVAL.',
  },
  heartbeatTimeout: {
    kind: 'milliseconds',
    eras: [since('1.5', ['heartbeat.timeout'], '50000'), since('0.9', [], null)],
    doc: 'HeartbeatManagerOptions.HEARTBEAT_TIMEOUT.',
  },
  heartbeatRpcFailureThreshold: {
    kind: 'integer',
    eras: [since('1.14', ['heartbeat.rpc-failure-threshold'], '2'), since('0.9', [], null)],
    doc: 'HeartbeatManagerOptions.HEARTBEAT_RPC_FAILURE_THRESHOLD.',
  },
} as const satisfies Record<string, OptionDefinition>
