import { describe, expect, it } from 'vitest'
import { aConfigurationView } from '@/lib/testing/a-configuration-view'
import { getPaint } from '@/scripts/cli/doctor/paint'
import { toDoctorText } from '@/scripts/cli/doctor/text'
import { rules } from '../rules/all'
import { runDoctor } from '../run-doctor'
import { aConf } from '../testing/a-conf'
import type { ExaminedFolder } from './examined'
import { toSarif } from './sarif'
import { toDoctorReport } from './to-json'

/** Each value is unique: `planted-N`. */
let count = 0
const plant = () => `planted-${++count}-zq`
const keys = [
  'high-availability.zookeeper.client.authorization',
  's3.secret-key',
  'S3.SECRET-KEY',
  'security.ssl.rest.key-password',
  'security.ssl.internal.truststore-password',
  'fs.gs.auth.service.account.private.key',
  'fs.azure.account.key.a.net',
  'fs.oss.accessKeySecret',
  'metrics.reporter.dd.apikey',
  'metrics.reporter.x.api-key',
  'historyserver.web.basic-auth',
  'security.sasl.jaas.config',
  'rest.http-headers',
  'x.token',
  'dfs.adls.oauth2.credential',
  'a.passphrase',
  'b.private-key',
  'c.service-key',
  'd.auth-params',
  'fs.s3a.access.key.secret',
]
const flat = [
  'high-availability: zookeeper',
  'high-availability.zookeeper.quorum: zk1:2181,zk2:2181',
  ...keys.map((key, index) =>
    index % 3 === 0 ? `${key}: ${plant()}` : index % 3 === 1 ? `# ${key}: "${plant()}"` : `${key} : '${plant()}'`,
  ),
  `env.java.opts: -Dx=y -Djavax.net.ssl.keyStorePassword=${plant()} -Dtoken='${plant()}'`,
  `metrics.reporter.influx.url: http://admin:${plant()}@influx:8086/`,
  `high-availability.storageDir: s3://KEY:${plant()}@bucket/ha`,
  `state.checkpoints.dir: file://u:${plant()}@host/tmp/checkpoints`,
  `recovery.zookeeper.storageDir: hdfs://u:${plant()}@nn/x`,
  `jobmanager.rpc.address: http://${plant()}@jm1`,
].join('\n')
const nested = [
  'high-availability:',
  '  type: zookeeper',
  `  storageDir: s3://KEY:${plant()}@bucket/ha`,
  '  zookeeper:',
  '    quorum: zk1:2181,zk2:2181',
  '    client:',
  `      authorization: digest:u:${plant()}`,
  'fs:',
  '  gs:',
  '    auth:',
  '      service:',
  '        account:',
  '          private:',
  `            key: "${plant()}`,
  `              ${plant()}"`,
  '  azure:',
  '    account:',
  `      key: { x: ${plant()} }`,
  'security:',
  '  ssl:',
  '    rest:',
  '      key-password: |',
  `        ${plant()}`,
  `        ${plant()}`,
  `s3: { secret-key: ${plant()}, endpoint: x }`,
  'tokens:',
  `- ${plant()}`,
  `# password = ${plant()}`,
  '',
].join('\n')
const zoo = [
  'tickTime=2000',
  'dataDir=/tmp/zookeeper',
  'server.1=zk1:2888:3888',
  'server.2=zk2:2888:3888',
  `ssl.keyStore.password=${plant()}\\`,
  `  ${plant()}`,
  `ssl.trustStore.password = ${plant()}`,
  '',
].join('\n')

describe.each([
  ['flink-conf.yaml', flat, '1.20.1'],
  ['config.yaml', nested, '2.3.0'],
])('secrets planted in %s and zoo.cfg', (name, text, flinkVersion) => {
  const files: Record<string, string> = { [name]: text, 'zoo.cfg': zoo, masters: 'jm1:8081\njm2:8081\njm2:8081\n', workers: 'tm1\n' }
  const findings = runDoctor(aConf(files, { flinkVersion }))
  const examined: ExaminedFolder = {
    folder: '/conf',
    name: null,
    flinkVersion,
    versionAssumed: false,
    mode: 'zookeeper',
    files,
    elsewhere: {},
    findings,
  }
  const find = (shown: string) => shown.match(/.{0,60}planted-\d+.{0,10}/g) ?? []

  it('The test plants over forty secrets, with findings and fixes around them', () => {
    expect(count).toBeGreaterThanOrEqual(40)
    expect([findings.length > 3, toDoctorReport([examined]).folders[0]!.fixes.files.length > 0]).toEqual([true, true])
  })

  it.each<[string, () => string]>([
    ['what the page and the API have', () => JSON.stringify(aConfigurationView('east', files))],
    ['the findings, as journal, log and snapshot get them', () => JSON.stringify(findings.map(({ fix: _fix, ...rest }) => rest))],
    ['the JSON report with its diffs', () => JSON.stringify(toDoctorReport([examined]))],
    ['the SARIF report with its fixes', () => JSON.stringify(toSarif([examined], { toolVersion: '1', rules, toUri: (path) => path }))],
    [
      'the command line with --diff',
      () => toDoctorText([examined], { diff: true, paint: getPaint({ stdout: { write: () => true }, env: {} }), columns: 100, cwd: '/' }),
    ],
  ])('No planted secret appears in %s', (_, show) => {
    const shown = show()
    expect([shown.length > 200, find(shown)]).toEqual([true, []])
  })
})

it.each<[string, string, () => Record<string, string>]>([
  ['a port', '1.20.1', () => ({ 'flink-conf.yaml': `blob.server.port: password=${plant()}` })],
  ['a list of ports', '1.20.1', () => ({ 'flink-conf.yaml': `blob.server.port: u:${plant()},${plant()}@h` })],
  ['a port of config.yaml', '2.3.0', () => ({ 'config.yaml': `blob.server.port: "x password=${plant()}"` })],
  ['a quorum', '1.20.1', () => ({ 'flink-conf.yaml': `high-availability.zookeeper.quorum: u:${plant()}@zk1,zk2:token=${plant()}` })],
  ['a line that Flink ignores', '1.20.1', () => ({ 'flink-conf.yaml': `s3.secret-key=${plant()}` })],
  ['a long value', '1.20.1', () => ({ 'flink-conf.yaml': `blob.server.port: ${'x'.repeat(40)} password=${plant()}` })],
  ['a misspelt key', '1.20.1', () => ({ 'flink-conf.yaml': `high-availability.zookeeper.qourum: u:${plant()}@zk1` })],
  ['a masters line', '1.20.1', () => ({ masters: `u:${plant()}@jm1\nv@w:${plant()}@jm2:8081\njm3:8081 password=${plant()}` })],
  ['a workers line', '1.20.1', () => ({ workers: `u:${plant()}@tm1\ntm2 token=${plant()}` })],
  ['a line of zoo.cfg', '1.20.1', () => ({ 'zoo.cfg': `tickTime=password=${plant()}\nserver.1=u:${plant()}@zk1` })],
])('A likely secret in %s appears in no finding, problem or shown file', (_, flinkVersion, make) => {
  const made = make()
  const conf = flinkVersion === '2.3.0' ? 'config.yaml' : 'flink-conf.yaml'
  const files = {
    masters: 'jm1:8081\njm2:8081',
    workers: 'tm1',
    ...made,
    [conf]: `high-availability.type: zookeeper\n${made[conf] ?? ''}\n`,
  }
  const input = aConf(files, { flinkVersion })
  const findings = runDoctor(input)
  expect(findings).not.toEqual([])
  const shown = [findings.map(({ fix: _fix, ...rest }) => rest), input.configuration.problems, aConfigurationView('east', files)]
  expect(JSON.stringify(shown).match(/.{0,60}planted-\d+.{0,10}/g)).toBeNull()
})
