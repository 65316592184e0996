import { describe, expect, it } from 'vitest'
import { parseYarnSite } from '@/lib/flink/configuration/yarn-site'
import { aConf } from '../../testing/a-conf'
import { attemptsBounded } from './attempts-bounded'
import { attemptsDefault } from './attempts-default'
import { attemptsWithoutHa } from './attempts-without-ha'
import { failuresForEver } from './failures-for-ever'
import { fixedClusterId } from './fixed-cluster-id'
import { hadoopVersion } from './hadoop-version'
import { yarnRules } from './index'
import { singleAttempt } from './single-attempt'

const ha = 'high-availability: zookeeper\n'
const siteOf = (properties: Record<string, string>) =>
  parseYarnSite(
    `<configuration>\n${Object.entries(properties)
      .map(([name, value]) => `<property><name>${name}</name><value>${value}</value></property>\n`)
      .join('')}</configuration>`,
  )
const max = 'yarn.resourcemanager.am.max-attempts'
const conf = (text: string, site: Record<string, string> | null = null, flinkVersion = '1.20.1') =>
  aConf({ 'flink-conf.yaml': text }, { flinkVersion, yarnSite: site && siteOf(site) })

describe('attempts above YARN’s limit', () => {
  it('Attempts above the limit of YARN are reported with the number that counts', () => {
    expect(attemptsBounded.check(conf(`${ha}yarn.application-attempts: 10`, { [max]: '4' }))).toEqual([
      {
        sentence: 'Flink asks for 10 attempts, but YARN grants 4 (yarn.resourcemanager.am.max-attempts): 4 are what counts.',
        whatToDo:
          'Set yarn.resourcemanager.am.max-attempts to 10 or more in the ResourceManager’s yarn-site.xml and restart it, or ask for 4.',
        places: [
          { file: 'flink-conf.yaml', line: 2, key: 'yarn.application-attempts' },
          { file: 'yarn-site.xml', line: 2, key: max },
        ],
      },
    ])
    expect(attemptsBounded.check(conf('yarn.application-attempts: 3', {}))[0]?.sentence).toContain(
      'YARN grants 2 (yarn.resourcemanager.am.max-attempts, by default)',
    )
  })

  it('Attempts equal to the limit, below a global limit, or with an unknown limit are no finding', () => {
    expect(attemptsBounded.check(conf('yarn.application-attempts: 4', { [max]: '4' }))).toEqual([])
    expect(
      attemptsBounded.check(conf('yarn.application-attempts: 10', { [max]: '4', 'yarn.resourcemanager.am.global.max-attempts': '20' })),
    ).toEqual([])
    expect(attemptsBounded.check(conf('yarn.application-attempts: 10'))).toEqual([])
    expect(attemptsBounded.check(conf('yarn.application-attempts: 10', { [max]: '${attempts}' }))).toEqual([])
  })
})

describe('one attempt', () => {
  it('A single attempt with high availability is a finding, from Flink’s or YARN’s file', () => {
    expect(singleAttempt.check(conf(`${ha}yarn.application-attempts: 1`)).map(({ sentence, places }) => [sentence, places])).toEqual([
      [
        'High availability is on, but Flink asks YARN for one attempt: the first failure of the JobManager ends the application.',
        [{ file: 'flink-conf.yaml', line: 2, key: 'yarn.application-attempts' }],
      ],
    ])
    expect(singleAttempt.check(conf(`recovery.mode: zookeeper\n`, { [max]: '1' }, '1.0.3'))[0]?.places[0]).toEqual({
      file: 'yarn-site.xml',
      line: 2,
      key: max,
    })
  })

  it('A single attempt without high availability is no finding', () => {
    expect(singleAttempt.check(conf('yarn.application-attempts: 1'))).toEqual([])
    expect(singleAttempt.check(conf(`${ha}yarn.application-attempts: 2`, { [max]: '2' }))).toEqual([])
  })
})

it('Several attempts without high availability are a finding', () => {
  expect(attemptsWithoutHa.check(conf('yarn.application-attempts: 3'))).toMatchObject([
    { sentence: 'Flink asks YARN for 3 attempts, but high availability is off: a restarted JobManager does not recover its jobs.' },
  ])
  expect(attemptsWithoutHa.check(conf(`${ha}yarn.application-attempts: 3`))).toEqual([])
  expect(attemptsWithoutHa.check(conf('yarn.application-attempts: 1'))).toEqual([])
})

it('The number of attempts that is not set is a finding', () => {
  expect(attemptsDefault.check(conf(ha, {}))).toMatchObject([
    { places: [{ file: 'flink-conf.yaml', line: null, key: 'yarn.application-attempts' }] },
  ])
  expect(attemptsDefault.check(conf(`${ha}yarn.application-attempts: 2`, {}))).toEqual([])
  expect(attemptsDefault.check(conf('', {}))).toEqual([])
})

it('A cluster id on YARN is a finding, since all applications share it', () => {
  expect(fixedClusterId.check(conf(`${ha}yarn.application-attempts: 4\nrecovery.zookeeper.path.namespace: /one`))).toEqual([
    {
      sentence: 'recovery.zookeeper.path.namespace is “/one” for every application that is started from here on YARN.',
      whatToDo: 'Remove it, so that each application has its own; name it with -D only to take up what a former one left behind.',
      places: [{ file: 'flink-conf.yaml', line: 3, key: 'recovery.zookeeper.path.namespace' }],
      fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'remove', line: 3 }] }],
    },
  ])
  expect(fixedClusterId.check(conf(`${ha}yarn.application-attempts: 4`))).toEqual([])
})

it('A disabled validity interval is a finding, since all failures count', () => {
  expect(failuresForEver.check(conf(`${ha}yarn.application-attempt-failures-validity-interval: -1`))).toMatchObject([
    { sentence: 'The validity interval is -1: every failure of the JobManager since the application’s start counts.' },
  ])
  expect(failuresForEver.check(conf(`${ha}yarn.application-attempt-failures-validity-interval: 1`))).toEqual([])
  expect(
    failuresForEver.check(conf(`recovery.mode: zookeeper\nyarn.application-attempt-failures-validity-interval: -1`, null, '1.4.2')),
  ).toEqual([])
})

it('The note on Hadoop names the interval of the version', () => {
  expect(hadoopVersion.check(conf(`${ha}yarn.application-attempts: 4`))[0]?.sentence).toContain('(10000 ms)')
  expect(hadoopVersion.check(conf('recovery.mode: zookeeper\nyarn.application-attempts: 4', null, '1.0.3'))[0]?.sentence).toContain(
    'Akka timeout',
  )
})

it('The YARN rules find nothing without a sign of YARN', () => {
  const input = conf(`${ha}high-availability.cluster-id: /one`)
  expect(yarnRules.flatMap((rule) => rule.check(input))).toEqual([])
})
