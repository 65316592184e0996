export type ProcessKind = 'jobmanager' | 'taskmanager' | 'zookeeper'

/** `session` / `application` / `job`: what the JobManager runs; null for other processes. */
export type JobManagerMode = 'session' | 'application' | 'job' | null

export interface MainClass {
  kind: ProcessKind
  mode: JobManagerMode
}

const flink = 'org.apache.flink'

/** The main classes that Flink's and ZooKeeper's scripts start, over all eras. */
export const mainClasses: Readonly<Record<string, MainClass>> = {
  // 0.10 to 1.4
  [`${flink}.runtime.jobmanager.JobManager`]: { kind: 'jobmanager', mode: 'session' },
  [`${flink}.runtime.taskmanager.TaskManager`]: { kind: 'taskmanager', mode: null },
  // 1.5 on
  [`${flink}.runtime.entrypoint.StandaloneSessionClusterEntrypoint`]: { kind: 'jobmanager', mode: 'session' },
  [`${flink}.runtime.taskexecutor.TaskManagerRunner`]: { kind: 'taskmanager', mode: null },
  // standalone-job.sh: 1.5 to 1.10, then 1.11 on
  [`${flink}.container.entrypoint.StandaloneJobClusterEntryPoint`]: { kind: 'jobmanager', mode: 'job' },
  [`${flink}.container.entrypoint.StandaloneApplicationClusterEntryPoint`]: { kind: 'jobmanager', mode: 'application' },
  // YARN
  [`${flink}.yarn.entrypoint.YarnSessionClusterEntrypoint`]: { kind: 'jobmanager', mode: 'session' },
  [`${flink}.yarn.entrypoint.YarnJobClusterEntrypoint`]: { kind: 'jobmanager', mode: 'job' },
  [`${flink}.yarn.entrypoint.YarnApplicationClusterEntryPoint`]: { kind: 'jobmanager', mode: 'application' },
  [`${flink}.yarn.YarnTaskExecutorRunner`]: { kind: 'taskmanager', mode: null },
  // Kubernetes
  [`${flink}.kubernetes.entrypoint.KubernetesSessionClusterEntrypoint`]: { kind: 'jobmanager', mode: 'session' },
  [`${flink}.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint`]: { kind: 'jobmanager', mode: 'application' },
  [`${flink}.kubernetes.taskmanager.KubernetesTaskExecutorRunner`]: { kind: 'taskmanager', mode: null },
  // ZooKeeper: Flink's wrapper, then its own
  [`${flink}.runtime.zookeeper.FlinkZooKeeperQuorumPeer`]: { kind: 'zookeeper', mode: null },
  'org.apache.zookeeper.server.quorum.QuorumPeerMain': { kind: 'zookeeper', mode: null },
  'org.apache.zookeeper.server.ZooKeeperServerMain': { kind: 'zookeeper', mode: null },
}
