import { expect, it } from 'vitest'
import type { DoctorInput } from '../doctor-input'
import { aConf } from '../testing/a-conf'
import { rules } from './all'

const times = (count: number, toText: (index: number) => string, glue = '\n') =>
  Array.from({ length: count }, (_none, index) => toText(index)).join(glue)
const ha = 'high-availability: zookeeper\n'
const spans = times(900, (index) => `${index + 1}-65535`, ',')

// A quadratic rule takes minutes here; measured in CPU time, because the machine may be shared.
it.each<[string, () => DoctorInput]>([
  ['misspelt keys', () => aConf({ 'flink-conf.yaml': ha + times(19_000, (index) => `high-availability.zookeeper.client.x${index}: v`) })],
  ['one key many times', () => aConf({ 'flink-conf.yaml': ha + times(19_000, (index) => `recovery.mode: v${index}`) })],
  ['values in quotes', () => aConf({ 'flink-conf.yaml': ha + times(19_000, (index) => `env.java.opts.x${index}: "v"`) })],
  ['tabs', () => aConf({ 'flink-conf.yaml': ha + times(19_000, (index) => `k${index}:\tv`) })],
  ['heads', () => aConf({ 'flink-conf.yaml': times(6_000, (index) => `h${index}:\n  a: 1\n  b: 2`) })],
  [
    'metric reporters on many hosts',
    () =>
      aConf({
        'flink-conf.yaml':
          ha + times(9_000, (index) => `metrics.reporter.r${index}.port: 9249\nmetrics.reporter.r${index}.class: a.PrometheusReporter`),
        masters: times(1_000, (index) => `h${index}:8081`),
        workers: times(1_000, (index) => `h${index}`),
      }),
  ],
  [
    'JobManagers on one host, with many ranges',
    () =>
      aConf({
        'flink-conf.yaml': `${ha}blob.server.port: ${spans}\nhigh-availability.jobmanager.port: ${spans}`,
        masters: times(1_000, (index) => `h:${index + 1}`),
        workers: times(1_000, () => 'h'),
      }),
  ],
  [
    'nested keys twice',
    () =>
      aConf(
        { 'config.yaml': `a:\n${times(2_500, (index) => `  b${index}: 1`)}\n${times(2_500, (index) => `a.b${index}: 1`)}` },
        { flinkVersion: '2.3.0' },
      ),
  ],
])('Thousands of %s are checked in bounded time', (_name, make) => {
  const input = make()
  const slow = rules.flatMap((rule) => {
    const before = process.cpuUsage()
    rule.check(input)
    const took = process.cpuUsage(before).user / 1_000
    return took > 1_000 ? [[rule.id, Math.round(took)]] : []
  })
  expect(slow).toEqual([])
})
