import { describe, expect, it } from 'vitest'
import type { DoctorInput, ObservedCluster } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { connectionTimeout, noRetry } from './client-timeouts'
import { dataDir } from './data-dir'
import { grantedTimeout } from './granted-timeout'
import { longSession } from './long-session'
import { sessionBounds } from './session-bounds'
import { sessionTimeout } from './session-timeout'
import { silentMembers } from './silent-members'
import { suspendedConnections } from './suspended-connections'
import { unsetLimits } from './unset-limits'

const template = 'tickTime=2000\ninitLimit=10\nsyncLimit=5\nclientPort=2181\nserver.1=localhost:2888:3888\n'

function conf(lines: string, zooCfg = template, flinkVersion = '1.20.1'): DoctorInput {
  return aConf(
    { 'flink-conf.yaml': `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: localhost:2181\n${lines}`, 'zoo.cfg': zooCfg },
    { flinkVersion },
  )
}

function seen(over: Partial<ObservedCluster>): ObservedCluster {
  return { jobManagers: [], strangers: [], members: [], jobs: [], ...over }
}
const jm = (master: string, sessionTimeoutMs: number | null, options: Record<string, string> | null = null) => ({
  master,
  options,
  sessionTimeoutMs,
  restAddress: null,
  restPort: null,
  rpcPort: null,
  version: null,
})
const member = (tickTimeMs: number | null, mode = 'follower') => ({ address: 'zk1:2181', mode, version: null, tickTimeMs })
const key = 'high-availability.zookeeper.client.session-timeout'

describe('the session timeout that ZooKeeper grants', () => {
  it('The default session of 60 s becomes 40 s with the template’s tick, which is a note', () => {
    expect(sessionTimeout.check(conf(''))).toEqual([
      {
        severity: 'note',
        sentence:
          'Flink asks ZooKeeper for a session of 60 s; it will be 40 s, the longest that zoo.cfg lets ZooKeeper grant (20 ticks of 2 s). After a crash of the leader a standby takes over in 26.7 s to 42 s.',
        whatToDo: `Set ${key} to 40 s, so that the file says what holds, or change maxSessionTimeout or tickTime of ZooKeeper.`,
        places: [
          { file: 'flink-conf.yaml', line: null, key },
          { file: 'zoo.cfg', line: 1, key: 'tickTime' },
        ],
        fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'append', text: `${key}: 40 s` }] }],
      },
    ])
  })

  it('A configured session timeout out of bounds is a warning, in whole milliseconds before 1.20', () => {
    const [hit] = sessionTimeout.check(conf('recovery.zookeeper.client.session-timeout: 1000', template, '1.19.1'))
    expect(hit).toMatchObject({
      severity: 'warning',
      fix: [{ edits: [{ kind: 'replace', line: 3, text: 'recovery.zookeeper.client.session-timeout: 4000' }] }],
    })
    expect(hit?.sentence).toContain('it will be 4 s, the shortest that zoo.cfg lets ZooKeeper grant (2 ticks of 2 s)')
  })

  it('The server’s own bounds of the session timeout count', () => {
    expect(sessionTimeout.check(conf('', `${template}maxSessionTimeout=90000`))).toEqual([])
    expect(sessionTimeout.check(conf('', `${template}maxSessionTimeout=-1`))[0]?.sentence).toContain('it will be 40 s')
    expect(sessionTimeout.check(conf('', `${template}maxSessionTimeout=30000`))[0]?.places[1]).toEqual({
      file: 'zoo.cfg',
      line: 6,
      key: 'maxSessionTimeout',
    })
    expect(sessionTimeout.check(conf(`${key}: 40 s`))).toEqual([])
  })

  it('A session timeout is no finding without ticks, with an invalid value, or where it was observed', () => {
    const foreign = aConf({
      'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk1:2181',
      'zoo.cfg': template,
    })
    expect(sessionTimeout.check(foreign)).toEqual([])
    expect(sessionTimeout.check({ ...foreign, observed: seen({ members: [member(2_000), member(null)] }) })).toEqual([])
    expect(sessionTimeout.check({ ...foreign, observed: seen({ members: [member(2_000), member(2_000)] }) })[0]?.sentence).toContain(
      'ZooKeeper grants by itself',
    )
    expect(sessionTimeout.check(conf(`${key}: soon`))).toEqual([])
    expect(sessionTimeout.check({ ...conf(''), observed: seen({ jobManagers: [jm('a:1', 40_000)] }) })).toEqual([])
  })

  it('A granted session timeout is reported once for all JobManagers with the same', () => {
    const observed = seen({ jobManagers: [jm('jm1:8081', 40_000), jm('jm2:8081', 40_000), jm('jm3:8081', 60_000), jm('jm4:8081', null)] })
    expect(grantedTimeout.check({ ...conf(''), observed })).toEqual([
      {
        sentence:
          'jm1:8081 and jm2:8081 asked for a session of 60 s and were granted 40 s. After a crash of the leader a standby takes over in 26.7 s to 42 s.',
        whatToDo: 'Ask for 40 s, or change minSessionTimeout, maxSessionTimeout or tickTime of ZooKeeper.',
        places: [{ file: 'flink-conf.yaml', line: null, key }],
      },
    ])
    expect(grantedTimeout.check({ ...conf(''), observed: seen({ jobManagers: [jm('jm1:8081', 40_000, { [key]: '40 s' })] }) })).toEqual([])
  })

  it('Session bounds that exclude each other are a finding', () => {
    expect(sessionBounds.check(conf('', `${template}minSessionTimeout=50000`)).map(({ sentence, places }) => [sentence, places])).toEqual([
      [
        'The shortest session is 50 s and the longest 40 s (20 ticks): ZooKeeper refuses bounds that exclude each other.',
        [{ file: 'zoo.cfg', line: 6, key: 'minSessionTimeout' }],
      ],
    ])
    expect(sessionBounds.check(conf('', template.replace('2000', '0'))).length).toBe(1)
    expect(
      [conf(''), conf('', `${template}minSessionTimeout=40000`), conf('', `${template}maxSessionTimeout=-1`)].flatMap((input) =>
        sessionBounds.check(input),
      ),
    ).toEqual([])
  })
})

describe('Flink’s connection to ZooKeeper', () => {
  it('A connection timeout longer than the session is a finding', () => {
    expect(connectionTimeout.check(conf(`${key}: 10000`))).toEqual([
      {
        sentence: 'Flink waits 15 s for a connection to ZooKeeper, longer than the session of 10 s that it asks for.',
        whatToDo: 'Set high-availability.zookeeper.client.connection-timeout to less than the session timeout, a third of it at most.',
        places: [
          { file: 'flink-conf.yaml', line: 3, key },
          { file: 'flink-conf.yaml', line: null, key: 'high-availability.zookeeper.client.connection-timeout' },
        ],
      },
    ])
    const old = aConf(
      { 'flink-conf.yaml': 'recovery.mode: zookeeper\nrecovery.zookeeper.client.connection-timeout: 90000' },
      { flinkVersion: '1.1.5' },
    )
    expect(connectionTimeout.check(old)[0]?.places[0]?.key).toBe('recovery.zookeeper.client.connection-timeout')
    expect([conf(''), conf(`${key}: 15000`)].flatMap((input) => connectionTimeout.check(input))).toEqual([])
  })

  it('A client without a second attempt is a finding', () => {
    const attempts = 'high-availability.zookeeper.client.max-retry-attempts'
    expect(noRetry.check(conf(`${attempts}: 0`))[0]).toMatchObject({
      sentence: `${attempts} is 0: a request to ZooKeeper that fails once is not repeated.`,
      places: [{ line: 3 }],
    })
    expect([conf(''), conf(`${attempts}: 1`), conf(`${attempts}: many`)].flatMap((input) => noRetry.check(input))).toEqual([])
  })

  it('Suspended connections that revoke the leadership are a finding, with an option since 1.14', () => {
    expect(suspendedConnections.check(conf(''))).toEqual([
      {
        sentence: 'A restart of localhost:2181 restarts all jobs, even when it is back within the session timeout.',
        whatToDo:
          'Set high-availability.zookeeper.client.tolerate-suspended-connections to true, or expect a restart of all jobs when that member is maintained.',
        places: [{ file: 'flink-conf.yaml', line: null, key: 'high-availability.zookeeper.client.tolerate-suspended-connections' }],
      },
    ])
    const three = aConf(
      {
        'config.yaml':
          'high-availability:\n  type: zookeeper\n  zookeeper:\n    quorum: a:1,b:1,c:1\n    client:\n      tolerate-suspended-connections: false',
      },
      { flinkVersion: '2.3.0' },
    )
    expect(suspendedConnections.check(three).map(({ sentence, places }) => [sentence, places[0]?.line])).toEqual([
      ['A restart of the one member of a:1, b:1 and c:1 that the leader is connected to restarts all jobs, although the others serve.', 6],
    ])
    const leader = { ...jm('jm2:8081', null), leads: true, zkMember: 'b:1' }
    expect(
      suspendedConnections
        .check({ ...three, observed: seen({ jobManagers: [jm('jm1:8081', null), leader] }) })
        .map(({ sentence }) => sentence),
    ).toEqual(['jm2:8081 leads and is connected to “b:1”: a restart of that one member restarts all jobs, although the others serve.'])
    expect(
      [conf('', template, '1.13.6'), conf('high-availability.zookeeper.client.tolerate-suspended-connections: TRUE')].flatMap((input) =>
        suspendedConnections.check(input),
      ),
    ).toEqual([])
  })
})

describe('missing options of zoo.cfg', () => {
  it('A data directory that does not last is a finding', () => {
    expect(dataDir.check(conf('')).map(({ places }) => places)).toEqual([[{ file: 'zoo.cfg', line: null, key: 'dataDir' }]])
    expect(dataDir.check(conf('', `${template}dataDir=/tmp/zookeeper\ndataLogDir=/data/log`))).toEqual([
      {
        sentence: 'dataDir is “/tmp/zookeeper”, which systems empty at a restart or after some days.',
        whatToDo: 'Move it to a folder that lasts, e.g. /var/lib/zookeeper, and copy what is in it while the server is stopped.',
        places: [{ file: 'zoo.cfg', line: 6, key: 'dataDir' }],
      },
    ])
    expect(dataDir.check(conf('', `${template}dataDir=/tmpfiles/zookeeper`))).toEqual([])
    expect(
      dataDir.check(
        aConf({ 'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk1:2181', 'zoo.cfg': template }),
      ),
    ).toEqual([])
  })

  it('Ticks and limits that are not set are a finding with the values in use', () => {
    const zooCfg = 'server.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888\nsyncLimit=5\n'
    const input = aConf({
      'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk1:2181,zk2:2181,zk3:2181',
      'zoo.cfg': zooCfg,
    })
    expect(unsetLimits.check(input)).toEqual([
      {
        sentence:
          'zoo.cfg does not set tickTime (ZooKeeper takes 3000) and initLimit (Flink’s wrapper takes 10); sessions are then granted from 6 s to 60 s.',
        whatToDo: 'Write the values down, so that the file says what holds however ZooKeeper is started.',
        places: [
          { file: 'zoo.cfg', line: null, key: 'tickTime' },
          { file: 'zoo.cfg', line: null, key: 'initLimit' },
        ],
        fix: [
          {
            file: 'zoo.cfg',
            edits: [
              { kind: 'append', text: 'tickTime=3000' },
              { kind: 'append', text: 'initLimit=10' },
            ],
          },
        ],
      },
    ])
    expect([conf(''), conf('', 'tickTime=2000\nserver.1=localhost:2888:3888')].flatMap((one) => unsetLimits.check(one))).toEqual([])
  })

  it('Members that do not report their state are a finding', () => {
    const words = (list: string, more = '') => silentMembers.check(conf('', `${template}4lw.commands.whitelist=${list}\n${more}`))
    expect(words('ruok', 'admin.enableServer=false')).toEqual([
      {
        sentence:
          '4lw.commands.whitelist allows none of srvr, mntr and stat: ZooKeeper does not tell its state, and the AdminServer is off.',
        whatToDo: 'Add srvr and cons to 4lw.commands.whitelist and restart the members one by one.',
        places: [{ file: 'zoo.cfg', line: 6, key: '4lw.commands.whitelist' }],
        fix: [{ file: 'zoo.cfg', edits: [{ kind: 'replace', line: 6, text: '4lw.commands.whitelist=ruok, srvr, cons' }] }],
      },
    ])
    expect(words('mntr').map(({ sentence }) => sentence)).toEqual([
      '4lw.commands.whitelist does not allow cons: which session is connected to which member stays unknown.',
    ])
    expect([words('*'), words('stat, cons'), silentMembers.check(conf(''))].flat()).toEqual([])
    expect(
      silentMembers
        .check({ ...conf(''), observed: seen({ members: [member(null, 'words-off'), member(2_000)] }) })
        .map(({ sentence, places }) => [sentence, places]),
    ).toEqual([
      [
        'zk1:2181 answers, but does not tell its state: four-letter words and AdminServer are off.',
        [{ file: null, line: null, key: 'zk1:2181' }],
      ],
    ])
  })
})

describe('a long session', () => {
  const zooCfg = `${template}maxSessionTimeout=86400000\n`

  it('A long session is a finding, since it keeps a dead leader in its place', () => {
    expect(longSession.check(conf(`${key}: 86400000`, zooCfg))).toEqual([
      {
        sentence: 'ZooKeeper grants Flink a session of 24 h: after a crash of the leader’s machine a standby takes over in 16 h to 24 h.',
        whatToDo: `Set ${key} to as long as a failover may take, e.g. 40 s.`,
        places: [
          { file: 'flink-conf.yaml', line: 3, key },
          { file: 'zoo.cfg', line: 6, key: 'maxSessionTimeout' },
        ],
      },
    ])
  })

  it('A long session by tickTime alone is reported with tickTime as its cause and one remedy', () => {
    const input = conf('', template.replace('tickTime=2000', 'tickTime=3600000'))
    expect(longSession.check(input)).toEqual([
      {
        sentence:
          'ZooKeeper grants Flink a session of 2 h: after a crash of the leader’s machine a standby takes over in 1 h 20 min to 3 h. The cause is tickTime, 1 h: no session is shorter than two ticks.',
        whatToDo: 'Set tickTime in zoo.cfg of every member to 2000 (milliseconds), and restart the members one after the other.',
        places: [{ file: 'zoo.cfg', line: 1, key: 'tickTime' }],
      },
    ])
    expect(sessionTimeout.check(input)).toEqual([])
  })

  it('A session is not long where ZooKeeper shortens it, at three minutes, or where it is unknown', () => {
    for (const input of [
      conf(`${key}: 86400000`),
      conf(`${key}: 180000`, zooCfg),
      aConf({ 'flink-conf.yaml': `high-availability: zookeeper\n${key}: 86400000` }),
    ])
      expect(longSession.check(input)).toEqual([])
  })
})
