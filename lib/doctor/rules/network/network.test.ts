import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../apply-edits'
import { aConf } from '../../testing/a-conf'
import { networkRules } from './index'
import { loopbackBind } from './loopback-bind'
import { oneRestAddress } from './one-rest-address'
import { overlappingPorts } from './overlapping-ports'
import { randomPorts } from './random-ports'
import { restBindPort } from './rest-bind-port'
import { tooFewPorts } from './too-few-ports'

const ha = 'high-availability: zookeeper\n'
const one = 'localhost:8081\nlocalhost:8082\n'
const two = 'jm1:8081\njm2:8081\n'
const conf = (text: string, masters = one, over: { flinkVersion?: string; workers?: string; 'zoo.cfg'?: string } = {}) => {
  const { flinkVersion, ...files } = over
  return aConf({ 'flink-conf.yaml': `${ha}${text}`, masters, ...files }, { flinkVersion })
}

describe('ports for all processes of a host', () => {
  it('A single port is too few for two JobManagers of one host', () => {
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 50010'))).toEqual([
      {
        severity: 'error',
        sentence: 'high-availability.jobmanager.port is “50010”: 1 port for 2 processes on localhost.',
        whatToDo: 'Name at least 2 ports for the JobManagers’ RPC, as a range or with commas between them.',
        places: [{ file: 'flink-conf.yaml', line: 2, key: 'high-availability.jobmanager.port' }],
      },
    ])
    expect(
      tooFewPorts.check(
        aConf({ 'flink-conf.yaml': 'recovery.mode: zookeeper\nrecovery.jobmanager.port: 50010', masters: one }, { flinkVersion: '1.0.3' }),
      ),
    ).toHaveLength(1)
    expect(tooFewPorts.check(conf('blob.server.port: 6124'))).toMatchObject([{ places: [{ key: 'blob.server.port' }] }])
  })

  it('Ports that web UIs take do not count for the JobManagers', () => {
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 8081-8083')).map(({ sentence }) => sentence)).toEqual([
      'high-availability.jobmanager.port is “8081-8083”: 1 port for 2 processes on localhost.',
    ])
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 8081-8084'))).toEqual([])
  })

  it('A single bind port is too few for two JobManagers of one host', () => {
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 50010-50020\njobmanager.rpc.bind-port: 6123'))).toMatchObject([
      { places: [{ line: 3, key: 'jobmanager.rpc.bind-port' }] },
    ])
    expect(tooFewPorts.check(conf('jobmanager.rpc.bind-port: 6123', one, { flinkVersion: '1.10.3' }))).toEqual([])
  })

  it('Ports suffice on separate hosts, in a range, or at random', () => {
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 50010', two))).toEqual([])
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 50010,50011'))).toEqual([])
    expect(tooFewPorts.check(conf('high-availability.jobmanager.port: 0\nblob.server.port: 5-3'))).toEqual([])
  })

  it('Too few ports for TaskManagers are a warning', () => {
    expect(tooFewPorts.check(conf('taskmanager.rpc.port: 6122', one, { workers: 'localhost\nlocalhost' }))).toMatchObject([
      { severity: 'warning' },
    ])
  })
})

describe('services with the same ports', () => {
  it('Services that need the same single port are an error', () => {
    expect(
      overlappingPorts
        .check(conf('high-availability.jobmanager.port: 50010\nblob.server.port: 50010', two))
        .map(({ severity, sentence, places }) => [severity, sentence, places.map(({ line }) => line)]),
    ).toEqual([['error', 'On jm1, the JobManagers’ RPC (“50010”) and the blob server (“50010”) need the same port.', [2, 3]]])
  })

  it('Services whose port ranges overlap are a warning', () => {
    expect(
      overlappingPorts.check(conf('high-availability.jobmanager.port: 50010-50030\ntaskmanager.data.port: 50020', two, { workers: 'jm1' })),
    ).toMatchObject([{ severity: 'warning' }])
    expect(
      overlappingPorts.check(
        conf('high-availability.jobmanager.port: 2180-2190\nhigh-availability.zookeeper.quorum: jm1:2181', two, {
          'zoo.cfg': 'server.1=jm1:2888:3888',
        }),
      ),
    ).toMatchObject([{ severity: 'warning', places: [{ line: 2 }, { file: 'zoo.cfg', line: 1 }] }])
  })

  it('The port of a Prometheus reporter counts, and that of a pushing reporter does not', () => {
    const text =
      'high-availability.jobmanager.port: 9249\nmetrics.reporter.prom.port: 9249\nmetrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.'
    expect(overlappingPorts.check(conf(`${text}PrometheusReporterFactory`, two))).toHaveLength(1)
    expect(overlappingPorts.check(conf(`${text}PrometheusPushGatewayReporterFactory`, two))).toEqual([])
  })

  it('Equal ports on other hosts and disjoint ranges are no finding', () => {
    expect(
      overlappingPorts.check(conf('high-availability.jobmanager.port: 50010\ntaskmanager.data.port: 50010', two, { workers: 'tm1' })),
    ).toEqual([])
    expect(overlappingPorts.check(conf('high-availability.jobmanager.port: 50010-50012\nblob.server.port: 50013-50015', two))).toEqual([])
    expect(overlappingPorts.check(conf('high-availability.jobmanager.port: 50010-50015\nblob.server.port: 50013-50018', two))).toEqual([])
  })
})

describe('random ports', () => {
  it('Random ports of JobManagers on several hosts are a finding', () => {
    expect(randomPorts.check(conf('jobmanager.rpc.port: 6123', two))).toEqual([
      {
        sentence:
          'JobManagers on 2 hosts take a random RPC port and a random port for the blob server at each start; jobmanager.rpc.port 6123 is not used in this mode.',
        whatToDo:
          'Where a firewall stands between the hosts, set high-availability.jobmanager.port and blob.server.port to ranges and open those.',
        places: [
          { file: 'flink-conf.yaml', line: null, key: 'high-availability.jobmanager.port' },
          { file: 'flink-conf.yaml', line: null, key: 'blob.server.port' },
        ],
      },
    ])
  })

  it('Random ports on one host, and a range, are no finding', () => {
    expect(randomPorts.check(conf(''))).toEqual([])
    expect(randomPorts.check(conf('high-availability.jobmanager.port: 50010', two))).toEqual([])
  })
})

describe('a loopback interface', () => {
  const shipped =
    'jobmanager.bind-host: localhost\nrest.bind-address: localhost\ntaskmanager.bind-host: localhost\ntaskmanager.host: localhost\n'

  it('A loopback bind address is a finding for what other hosts must reach', () => {
    const input = conf(shipped, two, { workers: 'tm1\ntm2' })
    const hits = loopbackBind.check(input)
    expect(hits.map(({ severity, places }) => [severity, places[0]?.key])).toEqual([
      ['error', 'jobmanager.bind-host'],
      ['warning', 'rest.bind-address'],
      ['error', 'taskmanager.bind-host'],
      ['error', 'taskmanager.host'],
    ])
    expect(hits[0]?.sentence).toBe(
      'jobmanager.bind-host is “localhost”, so JobManagers of masters such as jm1:8081 can be reached from their own host alone.',
    )
    expect(
      applyEdits(
        input.files['flink-conf.yaml'] ?? '',
        hits.flatMap(({ fix }) => fix?.[0]?.edits ?? []),
      ),
    ).toBe(`${ha}jobmanager.bind-host: 0.0.0.0\nrest.bind-address: 0.0.0.0\ntaskmanager.bind-host: 0.0.0.0\n`)
  })

  it('A loopback bind address is right on one machine, before 1.11, and with names that resolve there', () => {
    expect(loopbackBind.check(conf(shipped, one, { workers: 'localhost' }))).toEqual([])
    expect(
      loopbackBind.check(aConf({ 'flink-conf.yaml': `${ha}jobmanager.bind-host: localhost`, masters: two }, { flinkVersion: '1.10.3' })),
    ).toEqual([])
    const named = {
      ...conf(shipped, 'me:8081\nme:8082'),
      environment: { ...conf('').environment, hosts: new Map([['me', { resolves: true, loopback: true }]]) },
    }
    expect(loopbackBind.check(named)).toEqual([])
  })
})

describe('rest.address', () => {
  it('A common rest.address of all JobManagers on several hosts is a finding', () => {
    expect(oneRestAddress.check(conf('rest.address: localhost', two))).toMatchObject([
      {
        sentence:
          'rest.address is “localhost” for JobManagers on 2 hosts, so the leader’s REST address in ZooKeeper does not tell which of them leads.',
        fix: [{ edits: [{ kind: 'remove', line: 2 }] }],
      },
    ])
  })

  it('A rest.address is no finding on one host, when unset, or behind a bound interface', () => {
    expect(oneRestAddress.check(conf('rest.address: localhost'))).toEqual([])
    expect(oneRestAddress.check(conf('jobmanager.rpc.address: localhost', two))).toEqual([])
    expect(oneRestAddress.check(conf('rest.address: a\nrest.bind-address: 10.0.0.1', two))).toEqual([])
  })
})

it('A rest.bind-port that excludes the ports in masters is a finding', () => {
  expect(restBindPort.check(conf('rest.bind-port: 8082-8090'))).toMatchObject([
    {
      sentence: 'rest.bind-port is “8082-8090”, so localhost:8081 of masters does not listen on the port that stands there.',
      places: [{ line: 2 }, { file: 'masters', line: 1 }],
    },
  ])
  expect(restBindPort.check(conf('rest.bind-port: 8081-8090'))).toEqual([])
  expect(restBindPort.check(conf('rest.port: 9000'))).toEqual([])
})

it('The network rules find nothing without ZooKeeper or on YARN', () => {
  const text = 'rest.address: a\njobmanager.bind-host: localhost\nblob.server.port: 1\nrest.bind-port: 1'
  expect(networkRules.flatMap((rule) => rule.check(aConf({ 'flink-conf.yaml': text, masters: two })))).toEqual([])
  expect(networkRules.flatMap((rule) => rule.check(conf(`${text}\nyarn.application-attempts: 4`, 'localhost:8081')))).toEqual([])
})
