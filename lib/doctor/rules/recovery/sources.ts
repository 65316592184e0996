import type { RuleSource } from '../../finding'

const flink = 'https://github.com/apache/flink/blob'
const runtime = 'flink-runtime/src/main/java/org/apache/flink/runtime'

export const recoverySources = {
  stateBackend: { text: 'Flink, StateBackendLoader', url: `${flink}/release-2.0.0/${runtime}/state/StateBackendLoader.java` },
  checkpointStorage: {
    text: 'Flink, CheckpointStorageLoader and JobManagerCheckpointStorage',
    url: `${flink}/release-1.20.1/${runtime}/state/CheckpointStorageLoader.java`,
  },
  restart: {
    text: 'Flink, “Task Failure Recovery”',
    url: 'https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/ops/state/task_failure_recovery/',
  },
  failover: {
    text: 'Flink, FailoverStrategyFactoryLoader',
    url: `${flink}/release-1.20.1/${runtime}/executiongraph/failover/FailoverStrategyFactoryLoader.java`,
  },
  heartbeat: { text: 'Flink, HeartbeatServicesImpl', url: `${flink}/release-1.20.1/${runtime}/heartbeat/HeartbeatServicesImpl.java` },
  checkpointing: {
    text: 'Flink, “Checkpointing”',
    url: 'https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/datastream/fault-tolerance/checkpointing/',
  },
} as const satisfies Record<string, RuleSource>
