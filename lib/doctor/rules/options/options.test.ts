import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../apply-edits'
import type { DoctorInput } from '../../doctor-input'
import type { Hit } from '../../rule'
import { aConf } from '../../testing/a-conf'
import { deprecatedKeys } from './deprecated-keys'
import { scriptsReadOtherwise } from './scripts-read-otherwise'
import { withoutEffect } from './without-effect'

const flat = (text: string, flinkVersion = '1.20.1') => aConf({ 'flink-conf.yaml': text }, { flinkVersion })
const yaml = (text: string, flinkVersion = '2.3.0') => aConf({ 'config.yaml': text }, { flinkVersion })
const fixed = (input: DoctorInput, [hit]: Hit[]) =>
  hit?.fix?.map(({ file, edits }) => applyEdits(input.files[file] ?? '', edits)).join('') ?? null
const sentences = (input: DoctorInput) => scriptsReadOtherwise.check(input).map(({ sentence }) => sentence)

// Each of these ran through the scripts of the distributions 1.14.6, 1.20.1 and 2.3.0.
describe('the scripts and Flink', () => {
  it('The scripts keep a carriage return that Flink drops, up to 1.18', () => {
    const text = 'high-availability: zookeeper\r\nenv.pid.dir: /run/a\r\n'
    expect(scriptsReadOtherwise.check(flat(text, '1.14.6')).map(({ severity, sentence, fix }) => [severity, sentence, fix])).toEqual([
      [
        'error',
        'Flink takes the mode for “zookeeper” (high-availability), but start-cluster.sh reads “zookeeper\\u000d”: it starts one JobManager and no standby.',
        null,
      ],
      [undefined, 'The value of env.pid.dir is “/run/a”, but Flink’s scripts read “/run/a\\u000d”.', null],
    ])
    expect(sentences(flat(text))).toEqual([])
  })

  it('The scripts do not see a line that is indented with a tab, up to 1.18', () => {
    const input = flat('\thigh-availability: zookeeper\nrest.port: 1\n', '1.14.6')
    expect(sentences(input)).toEqual([
      'Flink takes the mode for “zookeeper” (high-availability), but start-cluster.sh sees no mode: it starts one JobManager and no standby.',
    ])
    expect(fixed(input, scriptsReadOtherwise.check(input))).toBe('high-availability: zookeeper\nrest.port: 1\n')
    expect(
      fixed(flat('recovery.mode: zookeeper \t', '1.0.3'), scriptsReadOtherwise.check(flat('recovery.mode: zookeeper \t', '1.0.3'))),
    ).toBe('recovery.mode: zookeeper')
    expect(sentences(flat('\thigh-availability: zookeeper'))).toEqual([])
  })

  it('The scripts follow the last line of a key even when it is empty, up to 1.18', () => {
    expect(sentences(flat('high-availability: zookeeper\nhigh-availability: \n', '1.14.6'))).toHaveLength(1)
    expect(sentences(flat('high-availability: zookeeper\nhigh-availability: \n'))).toEqual([])
  })

  it('The scripts and Flink prefer different names of the mode since 1.17', () => {
    const text = 'high-availability: none\nrecovery.mode: zookeeper\n'
    const input = flat(text)
    expect(sentences(input)).toEqual([
      'Flink takes the mode for “zookeeper” (recovery.mode), but start-cluster.sh reads “none” from high-availability: it starts one JobManager and no standby.',
    ])
    expect(fixed(input, scriptsReadOtherwise.check(input))).toBe('high-availability: none\nhigh-availability.type: zookeeper\n')
    expect(sentences(flat('high-availability: zookeeper\nrecovery.mode: none\n'))[0]).toContain(
      'it starts every JobManager of masters, and none of them stands by',
    )
    expect(sentences(flat(text, '1.14.6'))).toEqual([])
  })

  it('The scripts keep the quotes that Java prints around values of config.yaml', () => {
    expect(sentences(yaml('env.pid.dir: "/a # b"\nenv.log.dir: "/x: y"\nenv.ssh.opts: "-p 22"'))).toEqual([
      "The value of env.pid.dir is “/a # b”, but Flink’s scripts read “'/a # b'”.",
      "The value of env.log.dir is “/x: y”, but Flink’s scripts read “'/x: y'”.",
    ])
  })

  it('The scripts do not see a nested env.java.home', () => {
    expect(sentences(yaml('env:\n  java:\n    home: /opt/java\n'))).toEqual([
      'The value of env.java.home is “/opt/java”, but Flink’s scripts do not see it.',
    ])
    expect(sentences(yaml('env.java.home: "/opt/java"', '1.20.1'))).toEqual([
      'The value of env.java.home is “/opt/java”, but Flink’s scripts read “"/opt/java"”.',
    ])
    expect(sentences(yaml('env.java.home: /opt/java'))).toEqual([])
  })

  it('The scripts and Flink agree on plain lines, letter case and blanks', () => {
    expect(sentences(flat('  high-availability :  ZooKeeper  # yes\nenv.pid.dir: /run/a: b', '1.14.6'))).toEqual([])
    expect(sentences(yaml('high-availability:\n  type: zookeeper\nenv:\n  pid:\n    dir: /run/a'))).toEqual([])
  })
})

describe('deprecated keys', () => {
  it('Deprecated keys are reported together and renamed', () => {
    const input = flat('recovery.mode: zookeeper\nrecovery.zookeeper.quorum: a:2181 # three\nhigh-availability.storageDir: hdfs:///ha\n')
    const hits = deprecatedKeys.check(input)
    expect(hits).toMatchObject([
      {
        sentence:
          '2 keys have newer names in Flink 1.20.1: recovery.mode is high-availability.type, recovery.zookeeper.quorum is high-availability.zookeeper.quorum.',
        places: [{ line: 1 }, { line: 2, key: 'recovery.zookeeper.quorum' }],
      },
    ])
    expect(fixed(input, hits)).toBe(
      'high-availability.type: zookeeper\nhigh-availability.zookeeper.quorum: a:2181 # three\nhigh-availability.storageDir: hdfs:///ha\n',
    )
  })

  it('A key is deprecated from the version on that has its newer name', () => {
    expect(deprecatedKeys.check(flat('recovery.mode: zookeeper', '1.1.5'))).toEqual([])
    expect(deprecatedKeys.check(flat('high-availability: zookeeper', '1.16.3'))).toEqual([])
    expect(fixed(flat('recovery.mode: zookeeper', '1.14.6'), deprecatedKeys.check(flat('recovery.mode: zookeeper', '1.14.6')))).toBe(
      'high-availability: zookeeper',
    )
    expect(
      fixed(flat('high-availability: zookeeper', '1.17.2'), deprecatedKeys.check(flat('high-availability: zookeeper', '1.17.2'))),
    ).toBe('high-availability.type: zookeeper')
  })

  it('A deprecated key beside the new one is removed when the values are equal, and left alone when not', () => {
    const same = flat('high-availability.cluster-id: /a\nrecovery.zookeeper.path.namespace: /a\n')
    expect(fixed(same, deprecatedKeys.check(same))).toBe('high-availability.cluster-id: /a\n')
    expect(deprecatedKeys.check(flat('high-availability.cluster-id: /a\nrecovery.zookeeper.path.namespace: /b\n'))).toEqual([])
  })

  it('A key that only falls back for another option is not deprecated', () => {
    expect(deprecatedKeys.check(flat('jobmanager.rpc.address: a\nrest.port: 8081'))).toEqual([])
  })

  it('A deprecated key in a nested config.yaml is renamed there', () => {
    const input = yaml('recovery:\n  mode: zookeeper\nrest.port: 8081\n')
    expect(fixed(input, deprecatedKeys.check(input))).toBe('rest.port: 8081\nhigh-availability.type: zookeeper\n')
  })
})

it('The job delay has no effect since 1.9', () => {
  expect(withoutEffect.check(flat('a: b\nrecovery.job.delay: 10 s'))).toMatchObject([
    {
      sentence: 'recovery.job.delay has no effect in Flink 1.20.1: a new leader recovers its jobs at once.',
      fix: [{ edits: [{ kind: 'remove', line: 2 }] }],
    },
  ])
  expect(withoutEffect.check(flat('recovery.job.delay: 10 s', '1.4.2'))).toEqual([])
  expect(withoutEffect.check(yaml('high-availability.job.delay: 10 s'))).toEqual([])
})
