import { expect, it } from 'vitest'
import { unprobedEnvironment } from './doctor-input'
import { findRemoteHosts, isSameHost, spansHosts } from './machines'
import { aConf } from './testing/a-conf'

const conf = (masters: string, more = '') => aConf({ 'flink-conf.yaml': `high-availability: zookeeper\n${more}`, masters })

it('A host is the same with and without its domain, and by any name of the machine itself', () => {
  expect(
    ['zk1 ZK1', 'zk1 zk1.example.com', 'localhost 127.0.0.1', '::1 127.0.1.1'].map((pair) =>
      isSameHost(...(pair.split(' ') as [string, string])),
    ),
  ).toEqual([true, true, true, true])
  expect(
    ['zk1 zk10', '10.0.0.1 10.0.0.1.example.com', 'zk1 10.0.0.1'].map((pair) => isSameHost(...(pair.split(' ') as [string, string]))),
  ).toEqual([false, false, false])
})

it('A cluster spans hosts with two machines besides this one, or on YARN', () => {
  expect(
    [
      conf('jm1:8081\njm2:8081'),
      conf('localhost:8081\nlocalhost:8082'),
      conf('localhost:8081\njm1:8081'),
      conf('jm1:8081\njm1.example.com:8082'),
    ].map((input) => spansHosts(input)),
  ).toEqual([true, false, false, false])
  expect(spansHosts(conf('localhost:8081', 'yarn.application-attempts: 10'))).toBe(true)
  expect(spansHosts(conf('jm1:8081'), ['tm1'])).toBe(true)
})

it('Each other machine is counted once, under the first of its names', () => {
  const hosts = ['zk1.example.com', 'ZK1', 'zk2', 'zk2.example.com', 'zk1.example.org', '10.0.0.1', '10.0.0', '10.0.0.1', '127.0.0.1']
  expect(findRemoteHosts(conf('jm1:8081'), hosts)).toEqual(['zk1.example.com', 'zk2', 'zk1.example.org', '10.0.0.1', '10.0.0'])
})

it('A name that resolves to loopback is the machine itself', () => {
  const environment = { ...unprobedEnvironment, hosts: new Map([['jm2', { resolves: true, loopback: true }]]) }
  expect(findRemoteHosts({ ...conf('jm1:8081'), environment }, ['jm1', 'jm2', 'localhost'])).toEqual(['jm1'])
})
