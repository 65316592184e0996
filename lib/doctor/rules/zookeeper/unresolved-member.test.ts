import { expect, it } from 'vitest'
import { unprobedEnvironment } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { unresolvedMember } from './unresolved-member'

const withNames = (quorum: string, resolving: readonly string[], mode = 'zookeeper') => ({
  ...aConf({ 'flink-conf.yaml': `high-availability: ${mode}\nhigh-availability.zookeeper.quorum: ${quorum}` }),
  environment: {
    ...unprobedEnvironment,
    hosts: new Map(['zk1', 'zk2', 'zk3'].map((host) => [host, { resolves: resolving.includes(host), loopback: false }])),
  },
})
const quorum = 'zk1:2181,zk2:2181,zk3:2181'

it('A member of the quorum whose name does not resolve is a warning that names it and its line', () => {
  expect(unresolvedMember.check(withNames(quorum, ['zk1', 'zk2']))).toEqual([
    {
      sentence: 'zk3 of the quorum does not resolve to an address here.',
      whatToDo: 'Correct the name, or add it to DNS or to /etc/hosts of every host of the cluster.',
      places: [{ file: 'flink-conf.yaml', line: 2, key: 'high-availability.zookeeper.quorum' }],
    },
  ])
  expect(unresolvedMember.check(withNames('zk1:2181', []))).toHaveLength(1)
})

it('It is no finding where all names resolve, none of several does, none was looked up, or ZooKeeper is not used', () => {
  expect(unresolvedMember.check(withNames(quorum, ['zk1', 'zk2', 'zk3']))).toEqual([])
  expect(unresolvedMember.check(withNames(quorum, []))).toEqual([])
  expect(unresolvedMember.check({ ...withNames(quorum, []), environment: unprobedEnvironment })).toEqual([])
  expect(unresolvedMember.check(withNames(quorum, ['zk1'], 'none'))).toEqual([])
})
