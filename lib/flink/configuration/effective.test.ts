import { describe, expect, it } from 'vitest'
import { deriveEffectiveOptions } from './effective'
import { parseFlatConf } from './flat-conf'
import { deriveHaConfiguration, type HaConfiguration } from './ha-configuration'
import { parseMasters } from './masters'
import { findFlinkVersion } from './version'
import { parseYamlConf } from './yaml-conf'
import { parseZooCfg } from './zoo-cfg'

const flat = (text: string) => ({ flat: parseFlatConf(text), yaml: null })
const yaml = (text: string) => ({ flat: null, yaml: parseYamlConf(text) })
const codes = ({ problems }: { problems: HaConfiguration['problems'] }) => problems.map(({ file, line, code }) => `${file}:${line}:${code}`)

function configure(text: string, version: string | null, zoo: string | null = null): HaConfiguration {
  const files = version?.startsWith('2') ? yaml(text) : flat(text)
  return deriveHaConfiguration({
    files,
    masters: parseMasters('jm1:8081\njm2:8081'),
    workers: null,
    zooCfg: zoo === null ? null : parseZooCfg(zoo),
    flinkVersion: version === null ? null : findFlinkVersion(version),
  })
}
const seed = 'recovery.mode: zookeeper\nrecovery.zookeeper.quorum: zk1:2181\nrecovery.zookeeper.storageDir: hdfs:///flink/recovery\n'

describe('effective options', () => {
  it('The order of an option’s names follows the version: the oldest name beats the middle one since 1.17', () => {
    const text = 'recovery.mode: zookeeper\nhigh-availability: none\n'
    const modeIn = (version: string) => deriveEffectiveOptions(flat(text), findFlinkVersion(version)).options.mode
    expect(modeIn('1.16.3')).toMatchObject({
      value: 'none',
      from: { file: 'flink-conf.yaml', line: 2, key: 'high-availability' },
      overridden: [{ line: 1, key: 'recovery.mode' }],
    })
    expect(modeIn('1.17.2')).toMatchObject({ value: 'zookeeper', from: { line: 1, key: 'recovery.mode' } })
    expect(modeIn('1.0.3')).toMatchObject({ value: 'zookeeper', overridden: [], notRead: [{ key: 'high-availability' }] })
  })

  it('A name that another option of the version reads does not count as unread', () => {
    const unread = (text: string, version: string) =>
      deriveEffectiveOptions(flat(text), findFlinkVersion(version))
        .problems.filter(({ code }) => code === 'key-not-read')
        .map(({ key }) => key)
    expect([
      unread('rest.port: 8081\nrest.bind-port: 8081', '1.6.2'),
      unread('jobmanager.rpc.address: jm1', '1.0.3'),
      unread('rest.port: 8081', '1.4.2'),
    ]).toEqual([['rest.bind-port'], [], ['rest.port']])
  })

  it('Two options of which one falls back on the other do not count as two names of one', () => {
    const told = (text: string, version: string) =>
      deriveEffectiveOptions(flat(text), findFlinkVersion(version))
        .problems.filter(({ code }) => code === 'different-values')
        .map(({ key }) => key)
    expect([
      told('jobmanager.rpc.address: jm1\nrest.address: web', '1.14.6'),
      told('rest.port: 8081\nrest.bind-port: 8081-8090', '1.20.1'),
      told('web.port: 8081\nrest.bind-port: 8090', '1.20.1'),
    ]).toEqual([[], [], []])
    expect([told('rest.port: 8081\nweb.port: 8082', '1.20.1'), told('rest.bind-address: 0.0.0.0\nweb.address: jm1', '1.14.6')]).toEqual([
      ['web.port'],
      ['web.address'],
    ])
  })

  it('The options come from the file that the version reads', () => {
    const files = { flat: parseFlatConf('high-availability.type: zookeeper'), yaml: parseYamlConf('high-availability.type: kubernetes') }
    const read = (version: string | null) => {
      const { file, options, versionAssumed, problems } = deriveEffectiveOptions(files, version === null ? null : findFlinkVersion(version))
      return [file, options.mode.value, versionAssumed, problems.map(({ code }) => code)]
    }
    expect([read('1.18.1'), read('1.20.1'), read('2.3.0'), read(null)]).toEqual([
      ['flink-conf.yaml', 'zookeeper', false, ['both-files']],
      ['flink-conf.yaml', 'zookeeper', false, ['both-files']],
      ['config.yaml', 'kubernetes', false, ['both-files']],
      ['flink-conf.yaml', 'zookeeper', true, ['version-unknown', 'both-files']],
    ])
    expect(deriveEffectiveOptions(flat(seed), findFlinkVersion('2.3.0'))).toMatchObject({
      file: null,
      problems: [{ code: 'wrong-file' }],
      options: { mode: { value: null, from: null } },
    })
    expect(deriveEffectiveOptions(yaml('a: 1'), findFlinkVersion('1.18.1'))).toMatchObject({
      file: null,
      problems: [{ code: 'wrong-file' }],
    })
  })

  it('Two names with different values, a list, and names of another version are problems', () => {
    expect(
      codes(
        deriveEffectiveOptions(
          yaml(
            'high-availability.type: zookeeper\nrecovery.mode: none\nhigh-availability.zookeeper.quorum: [a:1, b:1]\nhigh-availability.zookeeper.path.latch: /x\n',
          ),
          findFlinkVersion('2.3.0'),
        ),
      ),
    ).toEqual(['config.yaml:2:different-values', 'config.yaml:3:list-value', 'config.yaml:4:key-not-read'])
  })
})

describe('the HA configuration', () => {
  it('The HA configuration of the seed has no cluster id up to 1.0 and /default later', () => {
    expect([configure(seed, '1.0.3').znodeRoot, configure(seed, '1.20.1').znodeRoot]).toEqual(['/flink', '/flink/default'])
    expect(configure(`${seed}recovery.zookeeper.path.root: prod/\nhigh-availability.cluster-id: one`, '1.14.6')).toMatchObject({
      pathRoot: '/prod',
      clusterId: '/one',
      znodeRoot: '/prod/one',
    })
  })

  it('The session timeout takes milliseconds without unit up to 1.19 and durations later', () => {
    const text = `${seed}high-availability.zookeeper.client.session-timeout: 20 s\n`
    expect(configure(text, '1.20.1').sessionTimeoutMs).toBe(20_000)
    expect(configure(text, '1.19.3')).toMatchObject({ sessionTimeoutMs: 60_000, problems: [{ code: 'bad-duration', line: 4 }] })
  })

  it('The HA mode is unknown without a readable file, none when HA is off, and custom for a factory', () => {
    expect(configure('a: b', null).mode).toBe('none')
    expect(
      deriveHaConfiguration({ files: { flat: null, yaml: null }, masters: null, workers: null, zooCfg: null, flinkVersion: null }),
    ).toMatchObject({ mode: 'unknown', connectString: null, problems: [{ code: 'version-unknown' }, { code: 'missing-file' }] })
    expect([
      configure('high-availability: org.me.Factory', '1.14.6').mode,
      configure('high-availability: ZooKeeper', '1.14.6').mode,
    ]).toEqual(['custom', 'zookeeper'])
    expect(codes(configure('high-availability: zookeper', '1.14.6'))).toEqual(['flink-conf.yaml:1:bad-mode'])
  })

  it('The HA mode is unknown when the file is cut or refused before it names the mode', () => {
    expect(configure('a: b: c', '2.3.0').mode).toBe('unknown')
    expect(configure(`${'# x\n'.repeat(20_000)}high-availability.type: zookeeper`, '2.3.0')).toMatchObject({
      mode: 'unknown',
      problems: [{ code: 'too-large' }],
    })
    expect(configure('high-availability.type: zookeeper\na:', '2.3.0')).toMatchObject({ mode: 'zookeeper', effective: { refused: true } })
  })

  it('Values that ZooKeeper mode needs are reported as missing', () => {
    expect(codes(configure('high-availability.type: zookeeper', '2.3.0'))).toEqual([
      'config.yaml:null:missing-value',
      'config.yaml:null:missing-value',
    ])
  })

  it('A zoo.cfg counts only where it describes the quorum, since Flink ships a template', () => {
    const template = 'tickTime=2000\nclientPort=2181\nserver.1=localhost:2888:3888\n'
    expect(configure(seed, '1.20.1', template)).toMatchObject({ zooCfgApplies: false, tickTimeMs: null })
    expect(configure(seed, '1.20.1', 'server.1=zk1:2888:3888')).toMatchObject({
      zooCfgApplies: true,
      tickTimeMs: 3_000,
      zooCfg: { maxSessionTimeoutMs: { value: 60_000 }, clientPort: { value: 2181, by: 'flink-wrapper' } },
    })
  })

  it('The HA configuration passes on only the znode names that were chosen', () => {
    expect(
      configure(`${seed}recovery.zookeeper.path.jobgraphs: /graphs/\nhigh-availability.zookeeper.path.leader: boss\n`, '1.12.5').pathNames,
    ).toEqual({ graphs: 'graphs', plans: 'graphs', leader: 'boss' })
  })
})
