import { expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { misspeltKey } from '../files/misspelt-key'
import { placeholder } from './placeholder'

const check = (line: string) =>
  placeholder
    .check(aConf({ 'flink-conf.yaml': `high-availability: zookeeper\n${line}` }))
    .map(({ severity, sentence }) => `${severity}: ${sentence}`)

it.each([
  ['state.checkpoints.dir: hdfs://namenode-host:port/cp', 'warning', '“namenode-host” is a placeholder'],
  ['state.savepoints.dir: hdfs://nn1:port/cp', 'warning', '“port” is no port'],
  ['high-availability.storageDir: s3://<bucket>/ha', 'error', '“<bucket>” is a placeholder'],
  ['high-availability.storageDir: hdfs:///flink/${ENV}', 'error', '“${ENV}” is not filled in'],
  ['high-availability.zookeeper.quorum: $ZK_HOSTS', 'error', '“$ZK_HOSTS” is not filled in'],
  ['high-availability.cluster-id: /{{ cluster }}', 'warning', '“{{ cluster }}” is not filled in'],
])('The placeholder in “%s” is reported', (line, severity, fault) => {
  const [key, value] = line.split(/: (.*)/s)
  expect(check(line)).toEqual([`${severity}: ${key} is “${value}”: ${fault}.`])
})

it.each([
  'high-availability.storageDir: hdfs://nn1:8020/ha',
  'high-availability.storageDir: hdfs://nn1/a:b/ha',
  'high-availability.storageDir: s3://key:se-cret@bucket/ha',
  'high-availability.storageDir: hdfs://[::1]:8020/ha',
  'high-availability.zookeeper.quorum: zk1:2181,zk2:2181',
  'env.pid.dir: /run/$USER',
])('The line “%s” has no placeholder', (line) => expect(check(line)).toEqual([]))

it('A key with swapped words or an extra prefix is reported with the key that is meant and not renamed', () => {
  const told = (line: string) =>
    misspeltKey
      .check(aConf({ 'flink-conf.yaml': `high-availability: zookeeper\n${line}` }))
      .map(({ severity, whatToDo, fix }) => ({ severity, whatToDo, fix }))
  expect(told('high-availability.zookeeper.root.path: /flink')).toEqual([
    { severity: 'warning', whatToDo: 'Write high-availability.zookeeper.path.root, if that is meant.', fix: null },
  ])
  expect(told('high-availability.zookeeper.sasl.service-name: zookeeper')).toEqual([
    { severity: 'warning', whatToDo: 'Write zookeeper.sasl.service-name, if that is meant.', fix: null },
  ])
})
