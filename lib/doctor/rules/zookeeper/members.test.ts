import { describe, expect, it } from 'vitest'
import { unprobedEnvironment } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { runDoctor } from '../../run-doctor'
import type { Rule } from '../../rule'
import { duplicateId } from './duplicate-id'
import { evenMembers } from './even-members'
import { leftOutMember } from './left-out-member'
import { localMember } from './local-member'
import { localQuorum } from './local-quorum'
import { memberId } from './member-id'
import { modeOff } from './mode-off'
import { sharedHost } from './shared-host'
import { singleMember } from './single-member'
import { templateLine } from './template-line'
import { unknownMember } from './unknown-member'

const three = 'server.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888'
const line = 'zk1:2181,zk2:2181,zk3:2181'
const template = 'tickTime=2000\ninitLimit=10\nsyncLimit=5\nclientPort=2181\nserver.1=localhost:2888:3888\n'

function withZoo(zooCfg: string, quorum = line, masters = 'jm1:8081\njm2:8081') {
  return aConf({
    'flink-conf.yaml': `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: ${quorum}`,
    'zoo.cfg': zooCfg,
    masters,
  })
}
const quorumPlace = { file: 'flink-conf.yaml', line: 2, key: 'high-availability.zookeeper.quorum' }
const answering = (rule: Rule, input: ReturnType<typeof aConf>) =>
  rule.check(input).map(({ severity, sentence }) => [severity ?? rule.severity, sentence])

describe('the mode', () => {
  it('A mode that is off with two masters is one finding, and replaces that of the reader', () => {
    const input = aConf(
      { 'flink-conf.yaml': 'recovery.mode: standalone\nrecovery.zookeeper.quorum: zk1:2181', masters: 'jm1:8081\njm2:8081' },
      { flinkVersion: '1.1.5' },
    )
    expect(modeOff.check(input)).toEqual([
      {
        sentence: 'conf/masters names jm1:8081 and jm2:8081, but the mode is none: there is no leader election and no takeover.',
        whatToDo: 'Set recovery.mode to zookeeper or leave one line in conf/masters.',
        places: [
          { file: 'flink-conf.yaml', line: 1, key: 'recovery.mode' },
          { file: 'masters', line: 2, key: null },
        ],
        // The line was configured: it may be meant.
        fix: null,
      },
    ])
    const mendOf = (text: string) =>
      modeOff.check(aConf({ 'flink-conf.yaml': text, masters: 'jm1:8081\njm2:8081' }, { flinkVersion: '1.1.5' }))[0]?.fix
    expect(mendOf('recovery.zookeeper.quorum: zk1:2181\nrecovery.zookeeper.storageDir: hdfs:///ha')).toEqual([
      { file: 'flink-conf.yaml', edits: [{ kind: 'append', text: 'recovery.mode: zookeeper' }] },
    ])
    expect(mendOf('recovery.zookeeper.quorum: zk1:2181')).toBe(null)
    expect(runDoctor(input).map(({ rule }) => rule)).not.toContain('options/not-high-availability')
  })

  it('A mode that is off with one master is only the finding of the reader', () => {
    const input = aConf({ 'flink-conf.yaml': 'high-availability: none', masters: 'localhost:8081' })
    expect(modeOff.check(input)).toEqual([])
    expect(runDoctor(input).map(({ rule }) => rule)).toContain('options/not-high-availability')
  })

  it('A mode of another kind is no finding', () => {
    for (const mode of ['kubernetes', 'org.example.Factory', 'ZooKeeper'])
      expect(modeOff.check(aConf({ 'flink-conf.yaml': `high-availability: ${mode}`, masters: 'jm1:8081\njm2:8081' }))).toEqual([])
  })
})

describe('the quorum line and zoo.cfg', () => {
  it('A member of the quorum line that is no server of zoo.cfg is a finding', () => {
    expect(unknownMember.check(withZoo(three, 'zk1:2181,zk2:2181,zk9:2181'))).toEqual([
      {
        severity: 'warning',
        sentence: 'The quorum line names zk9:2181, which is no server of zoo.cfg.',
        whatToDo:
          'Make the quorum line and the server.N lines name the same hosts, with the port on which zoo.cfg has them listen for clients.',
        places: [quorumPlace, { file: 'zoo.cfg', line: 3, key: 'server.N' }],
      },
    ])
  })

  it('A different client port at every member is an error', () => {
    expect(answering(unknownMember, withZoo(`clientPort=2182\n${three}`))).toEqual([
      ['error', 'The quorum line names zk1:2181, zk2:2181 and zk3:2181, but zoo.cfg has clients connect to port 2182.'],
    ])
    expect(answering(unknownMember, withZoo(three.replaceAll('3888', '3888;2181')))).toEqual([])
  })

  it('A template or foreign zoo.cfg is no finding', () => {
    for (const zooCfg of [template, 'server.1=a:2888:3888\nserver.2=b:2888:3888', '']) {
      const input = withZoo(zooCfg)
      expect([unknownMember, leftOutMember, templateLine, localMember, sharedHost, memberId].flatMap((rule) => rule.check(input))).toEqual(
        [],
      )
    }
    expect(unknownMember.check(withZoo(template, 'localhost:2182'))).toEqual([])
  })

  it('A member with its domain name, or with an address beside names, is recognized', () => {
    expect(unknownMember.check(withZoo(three, 'zk1.example.com:2181,zk2:2181,zk3:2181'))).toEqual([])
    expect(unknownMember.check(withZoo(three, 'zk1:2181,10.0.0.2:2181,10.0.0.3:2181'))).toEqual([])
  })

  it('A server that the quorum line leaves out is added by the fix, before the chroot', () => {
    expect(leftOutMember.check(withZoo(three, 'zk1:2181/flink'))).toEqual([
      {
        sentence:
          'zk2:2181 and zk3:2181 are servers of zoo.cfg, but the quorum line does not name them: while zk1:2181 is down, no JobManager or TaskManager can start.',
        whatToDo: 'Name every voting server in the quorum line.',
        places: [quorumPlace, { file: 'zoo.cfg', line: 2, key: 'server.2' }],
        fix: [
          {
            file: 'flink-conf.yaml',
            edits: [{ kind: 'replace', line: 2, text: 'high-availability.zookeeper.quorum: zk1:2181,zk2:2181,zk3:2181/flink' }],
          },
        ],
      },
    ])
    expect(leftOutMember.check(withZoo(three))).toEqual([])
    expect(leftOutMember.check(withZoo(`${three}\nserver.4=zk4:2888:3888:observer`))).toEqual([])
  })

  it('A quorum of a single member is a warning, unless more members are known', () => {
    expect(
      answering(
        singleMember,
        aConf({ 'config.yaml': 'high-availability.type: zookeeper\nhigh-availability.zookeeper.quorum: zk1' }, { flinkVersion: '2.3.0' }),
      ),
    ).toEqual([['warning', 'zk1:2181 is the only ZooKeeper server: when it fails, no standby can take over.']])
    expect([withZoo(three), withZoo(three, 'zk1:2181')].flatMap((input) => singleMember.check(input))).toEqual([])
    const member = { address: 'a:1', mode: 'follower', version: null, tickTimeMs: null }
    expect(
      [1, 3].map(
        (machines) =>
          singleMember.check({
            ...withZoo('', 'zk1:2181'),
            environment: { ...unprobedEnvironment, hosts: new Map([['zk1', { resolves: true, loopback: false, machines }]]) },
          }).length,
      ),
    ).toEqual([1, 0])
    expect(
      singleMember.check({ ...withZoo('', 'zk1:2181'), observed: { jobManagers: [], strangers: [], jobs: [], members: [member, member] } }),
    ).toEqual([])
  })
})

describe('server lines', () => {
  it('The template’s server line beside other servers is an error, since the members never form a quorum', () => {
    const input = withZoo('server.1=localhost:2888:3888\nserver.2=zk1:2888:3888', 'zk1:2181')
    expect(templateLine.check(input)).toEqual([
      {
        severity: 'error',
        sentence:
          '“server.1=localhost:2888:3888” of Flink’s template stands beside a server of your own: ZooKeeper counts 2 members, and the two never form a quorum.',
        whatToDo: 'Remove the line, on every host.',
        places: [{ file: 'zoo.cfg', line: 1, key: 'server.1' }],
        fix: [{ file: 'zoo.cfg', edits: [{ kind: 'remove', line: 1 }] }],
      },
    ])
    expect([evenMembers, localMember, sharedHost, leftOutMember].flatMap((rule) => rule.check(input))).toEqual([])
    expect(answering(templateLine, withZoo(three.replace('server.1=zk1', 'server.4=zk1') + '\nserver.1 = localhost:2888:3888'))).toEqual([
      [
        'warning',
        '“server.1=localhost:2888:3888” of Flink’s template stands beside 3 servers of your own: ZooKeeper counts 4 members, so none of yours may fail.',
      ],
    ])
    expect(templateLine.check(withZoo(template, 'localhost:2181'))).toEqual([])
  })

  it('An ensemble on one machine may begin with the template’s server line', () => {
    const input = withZoo(
      'server.1=localhost:2888:3888\nserver.2=localhost:2889:3889\nserver.3=localhost:2890:3890',
      'localhost:2181,localhost:2182,localhost:2183',
    )
    expect([templateLine, evenMembers].flatMap((rule) => rule.check(input))).toEqual([])
  })

  it('Two servers on one host with the same client port are a finding', () => {
    expect(
      sharedHost.check(withZoo('server.1=zk1:2888:3888\nserver.2=zk1:2889:3889\nserver.3=zk3:2888:3888', 'zk1:2181,zk3:2181')),
    ).toEqual([
      {
        severity: 'warning',
        sentence: 'server.1 and server.2 are all on zk1 with the same client port 2181: only one of them can run.',
        whatToDo: 'Put each server on a host of its own; for a trial on one machine, one server is enough.',
        places: [{ file: 'zoo.cfg', line: 2, key: 'server.2' }],
      },
    ])
    expect(answering(sharedHost, withZoo('server.1=zk1:2888:3888\nserver.2=zk1:2889:3889', 'zk1:2181'))[0]?.[0]).toBe('error')
    expect(
      answering(sharedHost, withZoo('dataDir=/data\nserver.1=zk1:2888:3888;2181\nserver.2=zk1:2889:3889;2182', 'zk1:2181'))[0]?.[1],
    ).toContain('the same data directory')
    expect(
      [withZoo(three), withZoo('server.1=zk1:2888:3888\nserver.2=zk1:2889:3889', 'zk1:2181,zk1:2182')].flatMap((input) =>
        sharedHost.check(input),
      ),
    ).toEqual([])
  })

  it('A localhost server among other hosts is a finding', () => {
    expect(localMember.check(withZoo('server.1=127.0.0.1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888'))).toEqual([
      {
        sentence: 'server.1 is 127.0.0.1, while zk2 and zk3 are named by host: those hosts would look for it on themselves.',
        whatToDo: 'Write the name by which the other hosts reach it.',
        places: [{ file: 'zoo.cfg', line: 1, key: 'server.1' }],
      },
    ])
    expect(unknownMember.check(withZoo('server.1=127.0.0.1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888'))).toEqual([])
    expect(localMember.check(withZoo('server.1=0.0.0.0:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888'))).toEqual([])
    expect(localMember.check(withZoo('quorumListenOnAllIPs=true\nserver.1=127.0.0.1:2888:3888\nserver.2=zk2:2888:3888'))).toEqual([])
    expect(localMember.check(withZoo('server.1=localhost:2888:3888\nserver.2=localhost:2889:3889', 'localhost:2181'))).toEqual([])
  })

  it('A localhost quorum line with processes on several hosts is an error', () => {
    expect(localQuorum.check(withZoo(template, 'localhost:2181'))).toEqual([
      {
        severity: 'error',
        sentence:
          'The quorum line names localhost:2181, but the cluster’s processes run on jm1 and jm2, which would look for ZooKeeper on themselves.',
        whatToDo: 'Write the names by which all hosts reach the ZooKeeper servers.',
        places: [quorumPlace, { file: 'masters', line: 1, key: null }],
      },
    ])
    expect(localQuorum.check(withZoo(template, 'localhost:2181', 'localhost:8081\nlocalhost:8082'))).toEqual([])
    expect(localQuorum.check(withZoo('server.1=jm1:2888:3888\nserver.2=jm2:2888:3888', 'localhost:2181'))).toEqual([])
    expect(answering(localQuorum, withZoo('', 'localhost:2181,zk2:2181'))[0]?.[0]).toBe('warning')
  })

  it('Two servers with one id are one finding, with the next free id as its fix', () => {
    const input = withZoo('server.1=zk1:2888:3888\nserver.1=zk2:2888:3888\nserver.3=zk3:2888:3888', 'zk2:2181,zk3:2181')
    expect(duplicateId.check(input)).toEqual([
      {
        sentence: '“server.1=zk1:2888:3888” and “server.1=zk2:2888:3888” have the same id 1: one of the two is no member of the ensemble.',
        whatToDo: 'Give each server an id of its own, the same one as in its myid file.',
        places: [
          { file: 'zoo.cfg', line: 1, key: 'server.1' },
          { file: 'zoo.cfg', line: 2, key: 'server.1' },
        ],
        fix: [{ file: 'zoo.cfg', edits: [{ kind: 'replace', line: 2, text: 'server.2=zk2:2888:3888' }] }],
      },
    ])
    expect(runDoctor(input).map(({ rule }) => rule)).not.toContain('files/duplicate-key')
    const two = withZoo(
      'server.1=zk1:2888:3888\nserver.1=zk2:2888:3888\nserver.2=zk3:2888:3888\nserver.2=zk4:2888:3888',
      'zk2:2181,zk4:2181',
    )
    expect(duplicateId.check(two).map(({ fix }) => fix?.[0]?.edits)).toEqual([
      [{ kind: 'replace', line: 2, text: 'server.3=zk2:2888:3888' }],
      [{ kind: 'replace', line: 4, text: 'server.4=zk4:2888:3888' }],
    ])
    const same = withZoo(`${three}\nserver.1=zk1:2888:3888`)
    expect(duplicateId.check(same)).toEqual([])
    expect(runDoctor(same).map(({ rule }) => rule)).toContain('files/duplicate-key')
    expect(duplicateId.check(withZoo('server.1=zk1:2888:3888\nserver.01=zk2:2888:3888')).length).toBe(1)
  })

  it('An id outside 1 to 255 is a finding, except that of a lone server', () => {
    expect(answering(memberId, withZoo('server.256=zk1:2888:3888\nserver.2=zk2:2888:3888'))).toEqual([
      ['warning', 'server.256 has an id outside 1 to 255, the range that ZooKeeper documents.'],
    ])
    expect(answering(memberId, withZoo('server.0=zk1:2888:3888\nserver.255=zk2:2888:3888'))[0]?.[0]).toBe('note')
    expect(
      [withZoo('server.0=localhost:2888:3888', 'localhost:2181'), withZoo('server.1=zk1:2888:3888\nserver.255=zk2:2888:3888')].flatMap(
        (input) => memberId.check(input),
      ),
    ).toEqual([])
  })
})
