import { expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { evenMembers } from './even-members'

const quorum = (members: string) =>
  aConf({ 'flink-conf.yaml': `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: ${members}` })

it('A quorum of two members is a finding', () => {
  expect(evenMembers.check(quorum('a:2181,b:2181'))).toEqual([
    {
      sentence: 'The quorum has 2 members, of which none may fail: as many as with 1.',
      whatToDo: 'Run 3 members, or 1.',
      places: [{ file: 'flink-conf.yaml', line: 2, key: 'high-availability.zookeeper.quorum' }],
    },
  ])
})

it('A quorum of three members is no finding, and an observer does not vote', () => {
  const zooCfg = 'server.1=a:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\nserver.4=d:2888:3888:observer'
  expect(evenMembers.check(quorum('a:2181,b:2181,c:2181'))).toEqual([])
  expect(
    evenMembers.check(
      aConf({
        'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: a:2181,b:2181,c:2181,d:2181',
        'zoo.cfg': zooCfg,
      }),
    ),
  ).toEqual([])
})
