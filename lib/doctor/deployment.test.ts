import { describe, expect, it } from 'vitest'
import { parseYarnSite } from '@/lib/flink/configuration/yarn-site'
import { findDeployment } from './deployment'
import type { DoctorInput } from './doctor-input'
import { runDoctor } from './run-doctor'
import { aConf } from './testing/a-conf'

const site = parseYarnSite('<configuration></configuration>')
const conf = (text: string, masters: string | null, over: Partial<DoctorInput> & { workers?: string } = {}) => {
  const { workers, ...more } = over
  const files = { 'flink-conf.yaml': `high-availability: zookeeper\n${text}` }
  return aConf({ ...files, ...(masters === null ? {} : { masters }), ...(workers === undefined ? {} : { workers }) }, more)
}
const answering: DoctorInput['observed'] = {
  jobManagers: [
    {
      master: 'localhost:8081',
      options: null,
      restAddress: null,
      restPort: null,
      rpcPort: null,
      sessionTimeoutMs: null,
      version: '1.20.1',
    },
  ],
  strangers: [],
  members: [],
  jobs: [],
}

describe('findDeployment', () => {
  it.each([
    ['no sign of YARN', conf('', 'localhost:8081'), 'standalone'],
    ['one yarn line beside the masters that Flink ships', conf('yarn.application-attempts: 4', 'localhost:8081'), 'yarn'],
    ['one yarn line and no masters', conf('yarn.application-attempts: 4', null), 'yarn'],
    ['one yarn line beside hosts in masters', conf('yarn.application-attempts: 4', 'jm1:8081\njm2:8081'), 'standalone'],
    ['one yarn line beside hosts in workers', conf('yarn.ship-files: x', 'localhost:8081', { workers: 'tm1' }), 'standalone'],
    ['one yarn line while a JobManager answers', conf('yarn.ship-files: x', 'localhost:8081', { observed: answering }), 'standalone'],
    ['execution.target', conf('execution.target: yarn-session', 'localhost:8081'), 'yarn'],
    ['execution.target beside hosts in masters', conf('execution.target: yarn-session', 'jm1:8081'), 'unclear'],
    ['a yarn-site.xml beside hosts in masters', conf('', 'jm1:8081', { yarnSite: site }), 'unclear'],
    ['execution.target of another kind', conf('execution.target: remote', 'jm1:8081'), 'standalone'],
  ])('The deployment of a cluster with %s is recognized', (_, input, expected) => {
    expect(findDeployment(input)).toBe(expected)
  })

  it('A stray YARN line neither removes nor adds a finding, and no fix removes the cluster-id', () => {
    const text = 'high-availability.cluster-id: /east\njobmanager.bind-host: localhost\nrest.bind-address: localhost\n'
    const told = (input: DoctorInput) => runDoctor(input).map(({ rule, severity }) => `${severity} ${rule}`)
    const plain = told(conf(text, 'jm1:8081\njm2:8081', { workers: 'tm1' }))
    expect(plain).toContain('error network/loopback-bind')
    expect(told(conf(`${text}yarn.application-attempts: 10`, 'jm1:8081\njm2:8081', { workers: 'tm1' }))).toEqual(plain)
    const unclear = runDoctor(conf(text, 'jm1:8081\njm2:8081', { yarnSite: site }))
    const [id] = unclear.filter(({ rule }) => rule === 'yarn/fixed-cluster-id')
    expect([id?.fix, unclear.some(({ rule }) => rule === 'network/loopback-bind')]).toEqual([null, true])
  })

  it('A missing masters is an error only where hosts in workers point to start-cluster.sh', () => {
    const missing = (workers?: string) =>
      runDoctor(conf('', null, workers === undefined ? {} : { workers }))
        .filter(({ rule }) => rule === 'files/missing-file')
        .map(({ severity }) => severity)
    expect([missing(), missing('localhost'), missing('tm1\ntm2')]).toEqual([['note'], ['note'], ['error']])
  })
})

it('A state.checkpoints.dir that is not read is a finding only before Flink 1.2', () => {
  const told = (flinkVersion: string) =>
    runDoctor(aConf({ 'flink-conf.yaml': 'state.checkpoints.dir: s3://b/x', masters: 'jm1:8081' }, { flinkVersion }))
      .filter(({ sentence }) => sentence.includes('does not read'))
      .map(({ sentence }) => sentence)
  expect(['1.2.1', '1.3.1', '1.4.2', '1.5.0', '1.20.1'].flatMap(told)).toEqual([])
  expect(told('1.1.5')).toEqual(['Flink 1.1.5 does not read state.checkpoints.dir.'])
})
