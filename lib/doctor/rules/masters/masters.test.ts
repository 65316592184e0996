import { describe, expect, it } from 'vitest'
import { unprobedEnvironment, type ObservedJobManager } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { adminServerPort } from './admin-server-port'
import { mastersRules } from './index'
import { localhostForWorkers } from './localhost-for-workers'
import { loopbackName } from './loopback-name'
import { mixedLocalhost } from './mixed-localhost'
import { noStandby } from './no-standby'
import { observedAddress } from './observed-address'
import { oneHost } from './one-host'
import { portClash } from './port-clash'
import { unresolvedHost } from './unresolved-host'

const conf = (masters: string, more: Record<string, string> = {}, text = '', flinkVersion = '1.20.1') =>
  aConf({ 'flink-conf.yaml': `recovery.mode: zookeeper\n${text}`, masters, ...more }, { flinkVersion })
const withHosts = (masters: string, hosts: Record<string, { resolves: boolean; loopback: boolean }>) => ({
  ...conf(masters),
  environment: { ...unprobedEnvironment, hosts: new Map(Object.entries(hosts)) },
})

describe('one JobManager', () => {
  it('A single JobManager has no standby, which is a warning', () => {
    expect(noStandby.check(conf('# all\njm1:8081\n'))).toEqual([
      {
        severity: 'warning',
        sentence: 'masters names one JobManager, jm1:8081: no standby takes over when it fails.',
        whatToDo: 'Add a line host:webUIPort for a second JobManager, on another host.',
        places: [{ file: 'masters', line: 2, key: null }],
      },
    ])
  })

  it('A single JobManager is only a note where masters is as shipped and the address differs, as in a container', () => {
    const told = (address: string) =>
      noStandby.check(conf('localhost:8081\n', {}, `jobmanager.rpc.address: ${address}`)).map(({ severity }) => severity)
    expect([told('flink-jobmanager'), told('localhost')]).toEqual([['note'], ['warning']])
  })

  it('A single line of masters is no finding on YARN, and an unreadable line may be the second', () => {
    expect(noStandby.check(conf('localhost:8081', {}, 'yarn.application-attempts: 4'))).toEqual([])
    expect(noStandby.check(conf('jm1:8081\njm2:8081'))).toEqual([])
    expect(noStandby.check(conf('jm1:8081\n-jm2:8081'))).toEqual([])
  })
})

it('JobManagers all on one host are a finding', () => {
  expect(oneHost.check(conf('localhost:8081\n127.0.0.1:8082'))).toMatchObject([
    { sentence: 'Both JobManagers of masters run on localhost, and fail with it.' },
  ])
  expect(oneHost.check(conf('a:8081\nb:8081'))).toEqual([])
  expect(oneHost.check(conf('a:8081'))).toEqual([])
})

it('A host of masters that does not resolve is reported at its lines', () => {
  const hosts = { jm1: { resolves: false, loopback: false }, jm2: { resolves: true, loopback: false } }
  expect(unresolvedHost.check(withHosts('jm1:8081\njm2:8081\njm1:8082', hosts))).toMatchObject([
    { sentence: 'jm1 does not resolve to an address here.', places: [{ line: 1 }, { line: 3 }] },
  ])
  const gone = { resolves: false, loopback: false }
  expect(unresolvedHost.check(withHosts('jm1:8081\njm2:8081', { jm1: gone, jm2: gone }))).toMatchObject([
    {
      severity: 'note',
      sentence:
        'jm1 and jm2 do not resolve to an address here, and no other host of masters does: this machine may not know the cluster’s names.',
    },
  ])
  expect(unresolvedHost.check(conf('jm1:8081\njm2:8081'))).toEqual([])
})

describe('localhost', () => {
  it('A localhost line beside other hosts in masters is an error, since it misleads them', () => {
    expect(mixedLocalhost.check(conf('localhost:8081\njm2:8081'))).toMatchObject([
      {
        severity: 'error',
        sentence: 'masters names localhost:8081 beside jm2:8081: when localhost:8081 leads, other hosts look for it on themselves.',
        places: [{ line: 1 }, { line: 2 }],
      },
    ])
    expect(mixedLocalhost.check(withHosts('localhost:8081\nme:8082', { me: { resolves: true, loopback: true } }))).toMatchObject([
      { severity: 'note' },
    ])
    expect(mixedLocalhost.check(conf('localhost:8081\n127.0.0.1:8082'))).toEqual([])
  })

  it('A localhost line in masters misleads TaskManagers on other hosts', () => {
    expect(localhostForWorkers.check(conf('localhost:8081\nlocalhost:8082', { workers: 'localhost\ntm1\ntm2' }))).toMatchObject([
      {
        sentence:
          'masters names localhost:8081, but a TaskManager is to run on tm1 and on 1 more hosts, where localhost is another machine.',
        places: [{ line: 1 }, { line: 2 }, { file: 'workers', line: 2 }],
      },
    ])
    expect(localhostForWorkers.check(conf('localhost:8081', { workers: 'localhost' }))).toEqual([])
    expect(localhostForWorkers.check(conf('jm1:8081', { workers: 'tm1' }))).toEqual([])
  })

  it('A name of masters that resolves to loopback is a note, except on a machine that plays all hosts', () => {
    const [here, there] = [
      { resolves: true, loopback: true },
      { resolves: true, loopback: false },
    ]
    expect(loopbackName.check(withHosts('jm1:8081\njm2:8081', { jm1: here, jm2: there }))).toMatchObject([
      {
        severity: 'note',
        sentence: 'jm1 resolves only to a loopback address on the machine where this check ran, while masters has other hosts.',
      },
    ])
    expect(loopbackName.check(withHosts('jm1:8081\njm2:8081', { jm1: here, jm2: here }))).toEqual([])
  })
})

describe('a web UI port', () => {
  it('A web UI port that two services of one host need is an error', () => {
    expect(portClash.check(conf('localhost:8081\n127.0.0.1:8081'))).toMatchObject([
      {
        severity: 'error',
        sentence: 'On localhost, the web UI of localhost:8081 and the web UI of 127.0.0.1:8081 need the same port 8081.',
        places: [{ line: 1 }, { line: 2 }],
      },
    ])
    expect(portClash.check(conf('jm1:8081\njm2:8081', {}, 'blob.server.port: 8081'))).toMatchObject([
      {
        severity: 'error',
        places: [
          { file: 'masters', line: 1 },
          { file: 'flink-conf.yaml', line: 2 },
        ],
      },
      { places: [{ line: 2 }, {}] },
    ])
    expect(portClash.check(conf('jm1:8081\njm2:8081', {}, 'recovery.jobmanager.port: 8080-8090', '1.0.3'))).toMatchObject([
      { severity: 'warning' },
      { severity: 'warning' },
    ])
    expect(
      portClash.check(conf('zk1:2181\njm2:8081', { 'zoo.cfg': 'server.1=zk1:2888:3888' }, 'recovery.zookeeper.quorum: zk1:2181')),
    ).toMatchObject([{ severity: 'error' }])
  })

  it('A web UI port may equal ports of other hosts', () => {
    expect(
      portClash.check(conf('jm1:8081\njm2:8081', { workers: 'tm1' }, 'taskmanager.rpc.port: 8081\nblob.server.port: 50100-50110')),
    ).toEqual([])
  })

  it('A web UI port of 8080 collides with ZooKeeper’s AdminServer on the same host', () => {
    const quorum = 'recovery.zookeeper.quorum: jm1:2181'
    expect(adminServerPort.check(conf('jm1:8080\njm2:8080', { 'zoo.cfg': 'server.1=jm1:2888:3888' }, quorum))).toMatchObject([
      { sentence: 'jm1:8080 has the port that ZooKeeper’s AdminServer on the same host takes by default.' },
    ])
    expect(
      adminServerPort.check(conf('jm1:8080\njm2:8080', { 'zoo.cfg': 'server.1=jm1:2888:3888\nadmin.enableServer=false' }, quorum)),
    ).toEqual([])
    expect(
      adminServerPort.check(conf('jm1:8080\njm2:8080', { 'zoo.cfg': 'server.1=zk1:2888:3888' }, 'recovery.zookeeper.quorum: zk1:2181')),
    ).toEqual([])
  })
})

describe('the observed address of a JobManager', () => {
  const observe = (over: Partial<ObservedJobManager>) => ({
    ...conf('jm1:8081\njm2:8081'),
    observed: {
      jobManagers: [
        {
          master: 'jm1:8081',
          options: null,
          restAddress: null,
          restPort: null,
          rpcPort: null,
          sessionTimeoutMs: null,
          version: null,
          ...over,
        },
      ],
      strangers: [],
      members: [],
      jobs: [],
    },
  })

  it('A JobManager whose own address or port differs from its line is reported', () => {
    expect(observedAddress.check(observe({ restAddress: 'localhost', restPort: 8083 }))).toMatchObject([
      {
        sentence: 'The process of jm1:8081 reports the address “localhost” and port 8083.',
        places: [
          { file: 'masters', line: 1 },
          { file: null, key: 'rest.address' },
        ],
      },
    ])
    expect(observedAddress.check(observe({ restPort: 8083 }))).toMatchObject([{ sentence: 'The process of jm1:8081 reports port 8083.' }])
  })

  it('A JobManager may report another address for its host, and an unlisted one is no finding', () => {
    expect(observedAddress.check(observe({ restAddress: '10.0.0.1', restPort: 8081 }))).toEqual([])
    expect(observedAddress.check(observe({ master: 'jm9:8081', restPort: 1 }))).toEqual([])
  })
})

it('The rules of masters find nothing without ZooKeeper', () => {
  expect(mastersRules.flatMap((rule) => rule.check(aConf({ 'flink-conf.yaml': '', masters: 'localhost:8081\njm2:8081' })))).toEqual([])
})
