import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildConfigurationProbe,
  findFlinkHomeForTests,
  type ConfigurationProbe,
  type ProbeVerb,
} from '@/lib/testing/flink/configuration-probe'
import type { Rule } from '../../rule'
import { aConf } from '../../testing/a-conf'
import { failoverStrategy } from './failover-strategy'
import { heartbeatTimeout } from './heartbeats'
import { stateBackend } from './state-backend'

const lines = (key: string, values: readonly string[]) => values.map((value) => `${key}: ${value}`)
const beats = (interval: string, timeout: string) => `heartbeat.interval: ${interval}\nheartbeat.timeout: ${timeout}`

const questions: { verb: ProbeVerb; rule: Rule; texts: string[] }[] = [
  {
    verb: 'state-backend',
    rule: stateBackend,
    texts: [
      ...lines('state.backend', [
        'hashmap',
        'RocksDB',
        'jobmanager',
        'filesystem',
        'memory',
        'rocksdbb',
        'org.apache.flink.runtime.state.filesystem.FsStateBackendFactory',
        'org.apache.flink.runtime.state.memory.MemoryStateBackendFactory',
      ]),
    ],
  },
  {
    verb: 'failover-strategy',
    rule: failoverStrategy,
    texts: lines('jobmanager.execution.failover-strategy', ['region', 'full', 'FULL', 'individual', 'regions']),
  },
  {
    verb: 'heartbeats',
    rule: heartbeatTimeout,
    texts: [beats('10000', '50000'), beats('10000', '10000'), beats('10000', '9999'), beats('0', '5000')],
  },
]

describe.each(['1.14.6', '1.20.1', '2.3.0'])('Flink %s', (version) => {
  const home = findFlinkHomeForTests(version)
  const test = home === null ? it.skip : it
  const config = version.startsWith('2') ? 'config.yaml' : 'flink-conf.yaml'
  let probe: ConfigurationProbe

  beforeAll(async () => {
    if (home !== null) probe = await buildConfigurationProbe(home)
  })
  afterAll(() => probe?.close())

  test.each(questions)('Flink refuses exactly the values of $verb that the rules call an error', async ({ verb, rule, texts }) => {
    // With a directory, without which the old file backend is refused for another reason.
    const answers = await probe.ask(texts.map((text) => [verb, `${text}\nstate.checkpoints.dir: file:///tmp/cp`] as [ProbeVerb, string]))
    const ours = texts.map((text) => [
      text,
      rule
        .check(aConf({ [config]: `high-availability: zookeeper\n${text}\n` }, { flinkVersion: version }))
        .some(({ severity }) => (severity ?? rule.severity) === 'error'),
    ])
    expect(ours).toEqual(texts.map((text, index) => [text, !answers[index]?.ok]))
  })
})
