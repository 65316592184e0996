import { since, type OptionDefinition, type OptionEra } from './definition'

/** Names of znodes below the cluster's root that could be chosen up to 1.13 (`…zookeeper.path.*`). */
export const znodeNameOptions = {
  pathLatch: znodeName('latch', '/leaderlatch'),
  pathLeader: znodeName('leader', '/leader'),
  pathCheckpoints: znodeName('checkpoints', '/checkpoints'),
  pathCheckpointCounter: znodeName('checkpoint-counter', '/checkpoint-counter'),
  pathJobGraphs: {
    kind: 'text',
    eras: [
      // The old names come in the opposite order here: recovery.* before high-availability.*.
      since(
        '2.0',
        [
          'high-availability.zookeeper.path.execution-plans',
          'recovery.zookeeper.path.jobgraphs',
          'high-availability.zookeeper.path.jobgraphs',
        ],
        '/execution-plans',
      ),
      ...chosen('jobgraphs', '/jobgraphs'),
    ],
    doc: 'Job graphs, since 2.0 execution plans (HighAvailabilityOptions.HA_ZOOKEEPER_JOBGRAPHS_PATH, HA_ZOOKEEPER_EXECUTION_PLANS_PATH).',
  },
  pathApplications: {
    kind: 'text',
    eras: [since('2.3', ['high-availability.zookeeper.path.applications'], '/applications'), since('0.9', [], null)],
    doc: 'Applications (HighAvailabilityOptions, 2.3).',
  },
  pathRunningRegistry: {
    kind: 'text',
    // 1.15 to 1.20 still define the option; the registry itself is gone (znode-layouts 1).
    eras: [
      since('1.15', [], null),
      since('1.3', ['high-availability.zookeeper.path.running-registry'], '/running_job_registry/'),
      since('0.9', [], null),
    ],
    doc: 'State of jobs, up to 1.14 (HighAvailabilityOptions.ZOOKEEPER_RUNNING_JOB_REGISTRY_PATH).',
  },
} as const satisfies Record<string, OptionDefinition>

function chosen(name: string, fallback: string): readonly OptionEra[] {
  const [current, old] = [`high-availability.zookeeper.path.${name}`, `recovery.zookeeper.path.${name}`]
  return [since('1.2', [current, old], fallback), since('0.9', [old], fallback)]
}

function znodeName(name: string, fallback: string): OptionDefinition {
  return {
    kind: 'text',
    eras: [since('1.14', [], null), ...chosen(name, fallback)],
    doc: `Znode “${name}”, fixed since 1.14 (HighAvailabilityOptions, HA_ZOOKEEPER_*_PATH).`,
  }
}
