import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'

/** A typical small configuration: two masters on localhost, one ZooKeeper, tick 2 s. */
export function someConfiguration(over: Partial<HaConfiguration> = {}): HaConfiguration {
  return {
    mode: 'zookeeper',
    quorum: [{ host: 'localhost', port: 2181 }],
    connectString: 'localhost:2181',
    pathRoot: '/flink',
    clusterId: '/default',
    znodeRoot: '/flink/default',
    storageDir: 'file:///opt/flink/recovery',
    checkpointDir: 'file:///opt/flink/checkpoints',
    sessionTimeoutMs: 60_000,
    tolerateSuspended: false,
    tickTimeMs: 2_000,
    problems: [],
    ...over,
  } as HaConfiguration
}
