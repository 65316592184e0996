import { expect, it } from 'vitest'
import { aZnode, aZnodeTree, leaderInfoBytes, type ZnodeParts } from '@/lib/testing/recorded/a-znode-tree'
import { createHaTreeDecoder, decodeHaTree } from './decode-ha-tree'
import { describeZnode } from './describe-znode'

const uuid = 'b4a8d688-068d-4af6-ac9d-ff769b09b69a'
const zeros = '0'.repeat(32)
const job = 'a'.repeat(32)
const living = (zxid: number): ZnodeParts => ({ data: leaderInfoBytes('akka.tcp://flink@a:1/user/rpc/x', uuid), owner: '0x1', zxid })

it.each<[string, Record<string, ZnodeParts>, string]>([
  [
    '1.12',
    {
      'leader/dispatcher_lock': living(5),
      [`leader/${zeros}/job_manager_lock`]: living(9),
      [`leaderlatch/${zeros}/job_manager_lock/_c_${uuid}-latch-0000000000`]: { owner: '0x1', zxid: 8 },
      [`jobgraphs/${zeros}`]: {},
      [`checkpoints/${zeros}/0000000000000000007`]: {},
      [`checkpoint-counter/${zeros}`]: { data: '\0\0\0\x08' },
    },
    '1.5-1.13',
  ],
  [
    '1.14',
    {
      'leader/dispatcher/latch': {},
      'leader/dispatcher/connection_info': living(5),
      [`jobs/${zeros}/leader/connection_info`]: living(9),
      [`jobs/${zeros}/checkpoints/0000000000000000007`]: {},
      [`jobs/${zeros}/checkpoint_id_counter`]: { data: '\0\0\0\x08' },
      [`jobgraphs/${zeros}`]: {},
    },
    '1.14',
  ],
  [
    '1.15',
    {
      [`leader/latch/_c_${uuid}-latch-0000000000`]: { owner: '0x1' },
      'leader/dispatcher/connection_info': living(5),
      [`leader/${zeros}/connection_info`]: living(9),
      [`jobs/${zeros}/checkpoints/0000000000000000007/locks`]: {},
      [`jobs/${zeros}/checkpoint_id_counter`]: { data: '\0\0\0\x08' },
      [`jobgraphs/${zeros}/locks`]: {},
    },
    '1.15-1.18',
  ],
])('The job of application mode before 1.16, whose id is zero, is a job like any other in %s', (_, nodes, era) => {
  expect(decodeHaTree(aZnodeTree(nodes))).toMatchObject({
    era,
    leader: { zkSessionId: '0x1' },
    problems: [],
    leftovers: [],
    jobs: [{ jobId: zeros, graph: { isSkipped: false }, nextCheckpointId: '8', checkpoints: [{ checkpointId: '7' }] }],
  })
})

it.each([
  ['1.13', { 'leader/dispatcher_lock': living(5) }, '1.5-1.13'],
  ['1.4', { [`leader/${zeros}/job_manager_lock`]: living(5) }, '1.3-1.4'],
  ['1.2', { leader: living(5) }, '0.10-1.2'],
] as const)('The znodes that Flink %s writes on Mesos are known', (_, nodes, era) => {
  const tree = decodeHaTree(aZnodeTree({ ...nodes, 'mesos-workers/frameworkId': { data: 'x' }, 'mesos-workers/workers/taskmanager-1': {} }))
  expect(tree).toMatchObject({ era, isOnMesos: true, problems: [], leftovers: [] })
  expect(describeZnode('mesos-workers/frameworkId', aZnode('mesos-workers/frameworkId'), era).role).toBe('Mesos framework or worker')
})

it('A pointer without `locks` is skipped by a new leader from 1.15 on, until it has them', () => {
  const latch = { [`leader/latch/_c_${uuid}-latch-0000000000`]: { owner: '0x1' } }
  const [graph, checkpoint] = [`jobgraphs/${job}`, `jobs/${job}/checkpoints/0000000000000000007`]
  const skipped = (nodes: Record<string, ZnodeParts>) => {
    const [only] = decodeHaTree(aZnodeTree(nodes)).jobs
    return [only?.graph?.isSkipped, only?.checkpoints[0]?.pointer.isSkipped]
  }
  expect(skipped({ ...latch, [graph]: {}, [checkpoint]: {} })).toEqual([true, true])
  expect(skipped({ ...latch, [`${graph}/locks`]: {}, [checkpoint]: {} })).toEqual([false, true])
  expect(skipped({ 'leader/dispatcher/latch': {}, 'leader/dispatcher/connection_info': living(5), [graph]: {}, [checkpoint]: {} })).toEqual(
    [false, false],
  )

  const decoder = createHaTreeDecoder()
  const before = aZnodeTree({ ...latch, [graph]: {} })
  expect(decoder.decode(before).jobs[0]?.graph?.isSkipped).toBe(true)
  const after = new Map([...before, [`${graph}/locks`, aZnode(`${graph}/locks`)]])
  expect(decoder.decode(after, new Set([`${graph}/locks`])).jobs[0]?.graph?.isSkipped).toBe(false)
})
