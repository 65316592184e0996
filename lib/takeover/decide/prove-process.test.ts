import { describe, expect, it } from 'vitest'
import { howToProve } from '@/lib/model/contender-proof'
import type { LookedProcess, ProcessIdentity, ProcessLook } from './process-look'
import { confirmProcess, proveProcess, type SessionClaim } from './prove-process'

const command = [
  'java',
  '-Dlog.file=/log/jm.log',
  'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  '--configDir',
  '/conf',
  '--host',
  'jm1',
  '--webui-port',
  '8081',
]
const mine = { local: '10.0.0.1:40001', remote: '10.0.0.9:2181', inode: '77' }
const log = { writers: [101], isLocal: true, newest: { zkSessionId: '0xa', client: '/10.0.0.1:40001', server: 'zk1/10.0.0.9:2181' } }
const aLook = (over: Partial<LookedProcess> = {}, look: Partial<ProcessLook> = {}): ProcessLook => ({
  kernel: 'Linux',
  bootId: 'boot',
  pidNamespace: 'pid:[1]',
  seesAll: true,
  listening: [],
  process: { state: 'S', startTicks: '500', threads: ['S'], arguments: command, ownPorts: [8081, 6121], connections: [mine], log, ...over },
  ...look,
})
const expected = { host: 'jm1', pid: 101, rpcPort: 6121, restPort: 8081 }
const aClaim = (over: Partial<SessionClaim> = {}): SessionClaim => ({ zkSessionId: '0xa', published: null, listed: null, ...over })
const identity: ProcessIdentity = {
  ...expected,
  startTicks: '500',
  bootId: 'boot',
  pidNamespace: 'pid:[1]',
  published: null,
  commandLine: command.join(' '),
  mode: 'session',
}
const addresses = new Map(Object.entries({ zk1: ['10.0.0.9'], jm1: ['10.0.0.1'], jm2: ['10.0.0.2'], 'jm1.lan': ['10.0.0.1'] }))
const prove = (look: ProcessLook, claim = aClaim(), before = look) => proveProcess([before, look], claim, expected, addresses)
const listed = (zkSessionId: string, client: string, member = 'zk1:2181') => ({ zkSessionId, client, member })
const published = { rpcAddress: 'pekko.tcp://flink@jm1:6121/user/rpc/dispatcher_1', restAddress: 'http://jm1:8081' }

describe('a session that is proven to be a process’s', () => {
  it('A session is proven by the connection that the process’s own log names and that it holds', () =>
    expect(prove(aLook())).toEqual({ proof: 'logged-connection', identity }))

  it('A session is proven by the connection that a member lists and that the process holds before and after', () => {
    expect(prove(aLook({ log: null }), aClaim({ listed: [listed('0xa', '10.0.0.1:40001')] }))).toEqual({
      proof: 'listed-connection',
      identity,
    })
  })

  it('A proof of the leader’s session notes what the session publishes', () => {
    expect(prove(aLook(), aClaim({ published }))).toEqual({ proof: 'logged-connection', identity: { ...identity, published } })
  })
})

describe('a session that is not proven', () => {
  const unproven = `nothing on jm1 proves that pid 101 holds session 0xa. ${howToProve}`
  it.each<[string, Partial<LookedProcess>]>([
    ['by a log that two processes write', { log: { ...log, writers: [101, 102] } }],
    ['by a log that another process writes', { log: { ...log, writers: [102] } }],
    ['by a log whose writers cannot all be seen', { log: { ...log, writers: null } }],
    ['by a log that another host may write', { log: { ...log, isLocal: false } }],
    ['by a log whose newest connection it does not hold', { connections: [{ ...mine, local: '10.0.0.1:40002' }] }],
    ['by a log whose connection goes elsewhere', { connections: [{ ...mine, remote: '10.0.0.9:2182' }] }],
    ['by a log that names no connection', { log: { ...log, newest: null } }],
    ['without a log', { log: null }],
  ])('A session is not proven %s', (_, over) => expect(prove(aLook(over))).toBe(unproven))

  it('A session is not proven by the published addresses alone', () => {
    expect(prove(aLook({ log: null }), aClaim({ published }))).toBe(unproven)
  })
})

describe('contradictions in a proof', () => {
  it.each<[string, Partial<LookedProcess>, Partial<SessionClaim>, string]>([
    [
      'another RPC port',
      {},
      { published: { ...published, rpcAddress: 'pekko.tcp://flink@jm1:50010/user/rpc/dispatcher_1' } },
      'ZooKeeper publishes pekko.tcp://flink@jm1:50010/user/rpc/dispatcher_1 and http://jm1:8081 for session 0xa, but pid 101 on jm1 holds ports 6121 and 8081',
    ],
    [
      'another REST port',
      {},
      { published: { ...published, restAddress: 'http://jm1:8082' } },
      'ZooKeeper publishes pekko.tcp://flink@jm1:6121/user/rpc/dispatcher_1 and http://jm1:8082 for session 0xa, but pid 101 on jm1 holds ports 6121 and 8081',
    ],
    [
      'another host',
      {},
      { published: { ...published, restAddress: 'http://jm2:8081' } },
      'ZooKeeper publishes pekko.tcp://flink@jm1:6121/user/rpc/dispatcher_1 and http://jm2:8081 for session 0xa, but pid 101 on jm1 holds ports 6121 and 8081',
    ],
    [
      'a host that is not resolved',
      {},
      { published: { ...published, restAddress: 'http://jm9:8081' } },
      'ZooKeeper publishes jm9 for session 0xa, and whether that is jm1 is not known: where this console runs, one of the two names is not resolved or is loopback',
    ],
    [
      'a connection elsewhere',
      {},
      { listed: [listed('0xa', '10.0.0.2:40001')] },
      'ZooKeeper lists session 0xa over 10.0.0.2:40001, which is no connection of pid 101 on jm1',
    ],
    [
      'its connection is another session’s',
      {},
      { listed: [listed('0xb', '10.0.0.1:40001')] },
      'ZooKeeper lists session 0xb over a connection of pid 101 on jm1, and not 0xa alone',
    ],
    [
      'its log names another session',
      { log: { ...log, newest: { ...log.newest, zkSessionId: '0xb' } } },
      {},
      'the log of pid 101 on jm1 names session 0xb over a connection that it holds, and not 0xa',
    ],
  ])('A contradiction is reported with both sides: %s', (_, over, claim, why) => expect(prove(aLook(over), aClaim(claim))).toBe(why))

  it('A client port that was given to another socket between the looks contradicts the proof', () => {
    const claim = aClaim({ listed: [listed('0xa', '10.0.0.1:40001')] })
    expect(prove(aLook({ log: null, connections: [{ ...mine, inode: '78' }] }), claim, aLook({ log: null }))).toContain(
      'which is no connection of pid 101',
    )
  })

  it('A loopback connection listed by a member of another host contradicts the proof', () => {
    const local = { local: '127.0.0.1:40001', remote: '127.0.0.1:2181', inode: '77' }
    expect(prove(aLook({ log: null, connections: [local] }), aClaim({ listed: [listed('0xa', '127.0.0.1:40001', 'jm2:2181')] }))).toContain(
      'which is no connection of pid 101',
    )
  })
})

it.each<[string, Partial<LookedProcess>, Partial<ProcessLook>, string]>([
  ['another program', { arguments: ['sleep', '60'] }, {}, 'pid 101 on jm1 is no JobManager'],
  [
    'a JobManager of another port, for which this one is its RPC or blob port',
    { arguments: [...command.slice(0, -1), '9999'], ownPorts: [8081, 6121, 9999] },
    {},
    'pid 101 on jm1 was started for port 9999, which it listens on, not for 8081',
  ],
  ['one that does not hold the REST port', { ownPorts: [6121] }, {}, 'pid 101 on jm1 does not listen on port 8081'],
  ['one that does not hold the RPC port it told', { ownPorts: [8081] }, {}, 'pid 101 on jm1 does not listen on port 6121'],
  [
    'one whose descriptors are another user’s',
    { ownPorts: null },
    {},
    'what pid 101 on jm1 holds cannot be read: look as the user who runs it',
  ],
  ['a zombie', { state: 'Z' }, {}, 'pid 101 on jm1 is not there any more'],
  [
    'hidden processes',
    {},
    { seesAll: false },
    'processes of others are hidden on jm1 (hidepid): look as the user who runs Flink, with all processes shown',
  ],
  ['macOS', {}, { kernel: 'Darwin' }, 'processes are identified on Linux only, and jm1 runs Darwin'],
])('No identity is noted of %s', (_, over, look, why) => expect(prove(aLook(over, look))).toBe(why))

it('A process bound to another port than it was given (rest.bind-port) is noted with the bound port', () => {
  expect(prove(aLook({ arguments: [...command.slice(0, -1), '9999'] }))).toMatchObject({ identity: { pid: 101, restPort: 8081 } })
})

it('A process id that named another process a moment ago is not noted', () => {
  expect(prove(aLook(), aClaim(), aLook({ startTicks: '499' }))).toBe('pid 101 on jm1 was another process a moment ago')
})

describe('the confirmation right before the signal', () => {
  const confirm = (look: ProcessLook, claim = aClaim({ published })) => confirmProcess(look, claim, identity, new Map())
  it('The noted process is confirmed when it holds what its session publishes', () => expect(confirm(aLook({ log: null }))).toBeNull())
  it.each<[string, ProcessLook, SessionClaim, string]>([
    [
      'another process with its id',
      aLook({ startTicks: '900' }),
      aClaim({ published }),
      'pid 101 on jm1 is not the process that was noted',
    ],
    ['another boot', aLook({}, { bootId: 'later' }), aClaim({ published }), 'pid 101 on jm1 is not the process that was noted'],
    ['nothing published', aLook(), aClaim(), 'session 0xa publishes no addresses now'],
    [
      'other ports published',
      aLook(),
      aClaim({ published: { ...published, restAddress: 'http://jm1:9' } }),
      'for session 0xa, but pid 101 on jm1 holds ports 6121 and 8081',
    ],
    [
      'a log that names another session',
      aLook({ log: { ...log, newest: { ...log.newest, zkSessionId: '0xb' } } }),
      aClaim({ published }),
      'names session 0xb',
    ],
  ])('The noted process is not confirmed with %s', (_, look, claim, why) => expect(confirm(look, claim)).toContain(why))
})
