import { describe, expect, it } from 'vitest'
import { aZnodeTree, leaderInfoBytes } from '@/lib/testing/recorded/a-znode-tree'
import type { ZnodeParts } from '@/lib/testing/recorded/a-znode-tree'
import { loadRecordedTree } from '@/lib/testing/recorded/recorded-flink'
import { decodeHaTree } from './decode-ha-tree'
import { describeZnode } from './describe-znode'
import type { ZnodeTree } from './znode'

const uuid = 'b4a8d688-068d-4af6-ac9d-ff769b09b69a'
const job = 'a'.repeat(32)
const zeros = '0'.repeat(32)
const member = (letter: string, sequence: number) =>
  `_c_${letter.repeat(8)}-1111-1111-1111-111111111111-latch-${String(sequence).padStart(10, '0')}`
const living = (address: string, owner = '0x1', zxid = 5): ZnodeParts => ({ data: leaderInfoBytes(address, uuid), owner, zxid })
const decode = (nodes: Record<string, ZnodeParts>, names = {}) => decodeHaTree(aZnodeTree(nodes), { names })
const merge = (...trees: ZnodeTree[]): ZnodeTree => new Map(trees.flatMap((tree) => [...tree]))

describe('contenders', () => {
  it('Contenders are sorted by the last ten digits of their nodes, not by the random name in front', () => {
    const { contenders } = decode({
      [`leader/latch/${member('a', 12)}`]: { owner: '0x3' },
      [`leader/latch/${member('f', 3)}`]: { owner: '0x1' },
      [`leader/latch/${member('c', 9)}`]: { owner: '0x2' },
    })
    expect(contenders.map(({ sequence, zkSessionId }) => [sequence, zkSessionId])).toEqual([
      [3, '0x1'],
      [9, '0x2'],
      [12, '0x3'],
    ])
  })

  it('Each session has one place among the contenders, its best one', () => {
    const { contenders } = decode({
      [`leader/latch/${member('a', 2)}`]: { owner: '0x1' },
      [`leader/latch/${member('b', 1)}`]: { owner: '0x1' },
    })
    expect(contenders.map(({ sequence }) => sequence)).toEqual([1])
  })

  it('The contenders are those of the dispatcher where every component has a latch', () => {
    const { contenders } = decode({
      [`leaderlatch/rest_server_lock/${member('a', 1)}`]: { owner: '0x9' },
      [`leaderlatch/dispatcher_lock/${member('a', 7)}`]: { owner: '0x1' },
      [`leaderlatch/dispatcher_lock/${member('b', 4)}`]: { owner: '0x2' },
    })
    expect(contenders.map(({ zkSessionId, component }) => [zkSessionId, component])).toEqual([
      ['0x2', 'dispatcher'],
      ['0x1', 'dispatcher'],
    ])
  })

  it('A latch node without a session is no contender', () => {
    const { contenders, problems } = decode({ [`leader/latch/${member('a', 1)}`]: {} })
    expect(contenders).toEqual([])
    expect(problems).toEqual([{ path: `leader/latch/${member('a', 1)}`, reason: 'an election member that no ZooKeeper session holds' }])
  })
})

describe('the leader', () => {
  const at = (parts: ZnodeParts) =>
    decode({ [`leader/latch/${member('a', 1)}`]: { owner: '0x1' }, 'leader/dispatcher/connection_info': parts })

  it('A leader znode with empty data means no leader', () => {
    expect(at({ owner: '0x1' })).toMatchObject({ leader: null, problems: [] })
  })

  it('A leader znode that no session holds means no leader, with any data', () => {
    expect(at({ ...living('http://a:1'), owner: '0x0' })).toMatchObject({
      leader: null,
      problems: [{ reason: 'leader information that no ZooKeeper session holds' }],
    })
  })

  it('A leader znode whose data is not leader information, or was not read, means no leader', () => {
    expect(at({ owner: '0x1', data: 'hello' })).toMatchObject({ leader: null, problems: [{ path: 'leader/dispatcher/connection_info' }] })
    expect(at({ owner: '0x1', data: null })).toMatchObject({
      leader: null,
      problems: [{ reason: 'its data was not read (too large, or no right to)' }],
    })
  })

  it('The dispatcher and the REST server can be led by different processes before 1.15', () => {
    const split = {
      'leader/dispatcher_lock': living('akka.tcp://flink@a:1/user/rpc/dispatcher_1', '0x1'),
      'leader/rest_server_lock': living('http://b:8081', '0x2'),
    }
    expect(decode(split)).toMatchObject({
      era: '1.5-1.13',
      splitComponents: true,
      leader: { zkSessionId: '0x1' },
      rest: { zkSessionId: '0x2' },
    })
    expect(decode({ 'leader/dispatcher_lock': split['leader/dispatcher_lock'] }).splitComponents).toBe(false)
  })

  it('The leader of 1.3 and 1.4 stands under the zero job id', () => {
    const decoded = decode({
      [`leader/${zeros}/job_manager_lock`]: living('akka.tcp://flink@a:1/user/jobmanager'),
      [`leaderlatch/${zeros}/job_manager_lock/${member('a', 0)}`]: { owner: '0x1' },
      [`jobgraphs/${job}`]: {},
      'checkpoint-counter': {},
    })
    expect(decoded).toMatchObject({
      era: '1.3-1.4',
      label: 'Flink 1.3–1.4',
      leader: { zkSessionId: '0x1' },
      contenders: [{ sequence: 0 }],
      problems: [],
    })
    expect(decoded.jobs.map(({ jobId }) => jobId)).toEqual([job])
  })
})

describe('the era', () => {
  const tree = (version: '1.12.5' | '1.20.1' | '2.3.0' | '1.14.6', label = '03-running') => loadRecordedTree(version, label)
  const later = (old: ZnodeTree): ZnodeTree =>
    new Map([...old].map(([path, node]) => [path, { ...node, stat: { ...node.stat, czxid: node.stat.czxid + 10_000n } }]))

  it('The era after an upgrade in place is that of the living nodes, and the old nodes are left over', () => {
    const decoded = decodeHaTree(merge(tree('1.12.5', '12-all-stopped-clean'), tree('1.20.1')))
    expect(decoded).toMatchObject({ era: '1.19-1.20', rest: { address: 'http://localhost:8081' }, problems: [] })
    expect(decoded.leftovers).toEqual(
      ['checkpoint-counter', 'checkpoints', 'leaderlatch', 'running_job_registry'].map((path) => ({ kind: 'other-version', path })),
    )
  })

  it('The era after a downgrade is that of the living nodes, though newer names are there', () => {
    const decoded = decodeHaTree(merge(tree('2.3.0', '12-all-stopped-clean'), later(tree('1.20.1'))))
    expect(decoded.era).toBe('1.19-1.20')
    expect(decoded.leftovers.map(({ path }) => path)).toEqual(['applications', 'execution-plans'])
  })

  it('The era is that of the new process while ephemeral nodes of the killed old one are still there', () => {
    const upgraded = decodeHaTree(merge(tree('1.12.5', '10-stopped-with-running-job'), later(tree('1.20.1', '02-idle-two-jobmanagers'))))
    expect(upgraded.era).toBe('1.15-1.20')
    expect(upgraded.contenders).toHaveLength(2)
  })

  it.each(['1.12.5', '1.14.6', '1.20.1', '2.3.0'] as const)('The era of %s is recognized without any living node', (version) => {
    const whole = tree(version)
    const persistent = new Map([...whole].filter(([, { stat }]) => stat.ephemeralOwner === '0x0'))
    expect(decodeHaTree(persistent)).toMatchObject({
      era: decodeHaTree(whole).era,
      leader: null,
      contenders: [],
      jobs: [{ leader: null, graph: { handle: { kind: 'file' } } }],
    })
  })

  it('The era of 1.20.1 and 2.3.0 is recognized without a problem when ZooKeeper has reaped leader/latch', () => {
    for (const version of ['1.20.1', '2.3.0'] as const) {
      const whole = tree(version, '12-all-stopped-clean')
      const reaped = new Map([...whole].filter(([path]) => path !== 'leader/latch'))
      expect(decodeHaTree(reaped)).toMatchObject({ era: decodeHaTree(whole).era, problems: [], leftovers: [] })
    }
  })

  it('The era of 1.15 to 1.18 is recognized by the leader of a job', () => {
    expect(
      decode({
        [`leader/latch/${member('a', 1)}`]: { owner: '0x1' },
        [`leader/${job}/connection_info`]: living('akka.tcp://flink@a:1/user/rpc/jobmanager_2'),
      }),
    ).toMatchObject({ era: '1.15-1.18', jobs: [{ jobId: job, leader: { zkSessionId: '0x1' }, graph: null }] })
  })

  it('An empty tree and a foreign tree have no era', () => {
    expect(decode({})).toEqual({
      era: 'none',
      label: 'No Flink found',
      leader: null,
      rest: null,
      resourceManager: null,
      splitComponents: false,
      contenders: [],
      jobs: [],
      applications: [],
      isOnMesos: false,
      leftovers: [],
      problems: [],
    })
    expect(decode({ 'brokers/ids/1': { owner: '0x5', data: '{}' } })).toMatchObject({ era: 'none', problems: [{ path: 'brokers' }] })
  })

  it('Configured znode names are followed with or without a leading slash, also of several parts', () => {
    const names = { leader: '/boss', latch: 'queue/for/boss', checkpoints: '/cp', counter: 'n', graphs: '/g' }
    const decoded = decode(
      {
        boss: living('akka.tcp://flink@a:1/user/jobmanager'),
        [`queue/for/boss/${member('a', 4)}`]: { owner: '0x1' },
        [`g/${job}`]: {},
        [`cp/${job}/7`]: {},
        [`n/${job}`]: { data: '\0\0\0\x08' },
      },
      names,
    )
    expect(decoded).toMatchObject({
      era: '0.10-1.2',
      leader: { path: 'boss' },
      contenders: [{ sequence: 4 }],
      jobs: [{ jobId: job, nextCheckpointId: '8', checkpoints: [{ checkpointId: '7' }] }],
      problems: [],
      leftovers: [],
    })
  })
})

describe('a job', () => {
  const running = (nodes: Record<string, ZnodeParts>) => decode({ [`leader/latch/${member('a', 1)}`]: { owner: '0x1' }, ...nodes })

  it('The checkpoints of a job are in the order of their numbers, padded or not', () => {
    const [only] = decode({
      leader: living('a'),
      [`jobgraphs/${job}`]: {},
      [`checkpoints/${job}/9`]: {},
      [`checkpoints/${job}/10`]: {},
      [`checkpoints/${job}/0000000000000000002`]: {},
    }).jobs
    expect(only?.checkpoints.map(({ checkpointId }) => checkpointId)).toEqual(['2', '9', '10'])
  })

  it('A job whose bytes are no pointer keeps the node, with a problem', () => {
    const [only] = running({ [`jobgraphs/${job}`]: { data: 'nonsense' }, [`jobs/${job}/checkpoint_id_counter`]: { data: 'x' } }).jobs
    expect(only).toMatchObject({ graph: { handle: { kind: 'unknown' } }, nextCheckpointId: null })
    expect(only?.problems).toEqual([
      `jobs/${job}/checkpoint_id_counter: a counter of 1 bytes instead of 4`,
      `jobgraphs/${job}: does not begin with the stream magic`,
    ])
  })

  it('A job without a graph is a left-over, and a folder alone is not even a job', () => {
    const withCheckpoint = running({ [`jobs/${job}/checkpoints/0000000000000000003`]: {} })
    expect(withCheckpoint.jobs).toMatchObject([
      {
        jobId: job,
        graph: null,
        problems: [expect.stringContaining('no job graph: no new leader will recover this job'), expect.any(String)],
      },
    ])
    expect(withCheckpoint.leftovers).toEqual([{ kind: 'job-without-graph', path: `jobs/${job}` }])
    expect(running({ [`jobs/${job}`]: {} })).toMatchObject({ jobs: [], leftovers: [{ kind: 'job-without-graph', path: `jobs/${job}` }] })
  })

  it('A finished job whose graph is still there was not cleaned up', () => {
    const [only] = decode({
      'leader/dispatcher_lock': living('a'),
      [`jobgraphs/${job}`]: {},
      [`running_job_registry/${job}`]: { data: 'DONE' },
    }).jobs
    expect(only).toMatchObject({ registry: 'DONE', problems: [expect.stringContaining('clean-up was cut short'), expect.any(String)] })
  })

  it('The pointers of a job have their own locks, with their holders', () => {
    const [only] = running({
      [`jobgraphs/${job}/locks/${uuid}`]: { owner: '0x7', data: '10.0.0.1' },
      [`jobgraphs/${job}`]: {},
      [`jobs/${job}/checkpoints/5`]: {},
    }).jobs
    expect(only?.graph?.locks).toEqual([{ path: `jobgraphs/${job}/locks/${uuid}`, zkSessionId: '0x7', holder: '10.0.0.1' }])
    expect(only?.checkpoints[0]?.pointer.locks).toEqual([])
  })
})

describe('an application of 2.3', () => {
  it('An application of Flink 2.3 is listed with its pointer and is no job', () => {
    const decoded = decode({
      'execution-plans': {},
      [`leader/latch/${member('a', 1)}`]: { owner: '0x1' },
      [`applications/${job}`]: {},
      [`applications/${job}/locks/${uuid}`]: { owner: '0x1' },
    })
    expect(decoded).toMatchObject({
      label: 'Flink 2.3',
      jobs: [],
      applications: [{ applicationId: job, pointer: { locks: [{ zkSessionId: '0x1' }] } }],
    })
    expect(decoded.problems).toEqual([{ path: `applications/${job}`, reason: expect.stringContaining('stream magic') }])
  })
})

describe('describeZnode', () => {
  const tree = loadRecordedTree('1.20.1', '03-running')
  const describeAt = (path: string) => {
    const node = tree.get(path)
    return node && describeZnode(path, node, '1.19-1.20')
  }

  it('A znode is described by its role and its content', () => {
    expect(describeAt('')).toEqual({ role: 'Root of the cluster', decoded: null })
    expect(describeAt('leader/dispatcher/connection_info')).toEqual({
      role: 'Leader information of the dispatcher',
      decoded: {
        address: expect.stringContaining('dispatcher_'),
        leaderSessionId: expect.any(String),
        fencingToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    })
    expect(describeAt('jobs/801d974df0102d0b6941dafd08bf22b9/checkpoint_id_counter')).toEqual({
      role: 'Next checkpoint id',
      decoded: { nextCheckpointId: 4 },
    })
  })

  it('A znode of another version or of unknown origin is described as such', () => {
    const [root] = tree.values()
    if (!root) throw new Error('no root')
    expect(describeZnode('execution-plans', root, '1.19-1.20')).toEqual({ role: 'As Flink 2.0–2.3 writes it', decoded: null })
    expect(describeZnode('what/is/this', root, '1.19-1.20')).toEqual({ role: 'Unknown', decoded: null })
    expect(describeZnode('leader/dispatcher/connection_info', { ...root, data: new Uint8Array([1]) }, '1.19-1.20').problem).toContain(
      'stream magic',
    )
  })
})
