import type { ZnodeView } from '@/lib/model/znode-view'

const job = '899ba4fa6c1f1c6f4c4d9b1c7fd2d98c'
const checkpoint = `jobs/${job}/checkpoints/0000000000000004182`

const tree: Record<string, { role: string; decoded?: unknown; hex?: string; children?: string[] }> = {
  '': { role: 'Root of the cluster', children: ['execution-plans', 'jobs', 'leader'] },
  leader: { role: 'Folder', children: ['dispatcher', 'latch', 'resource_manager', 'rest_server'] },
  'leader/latch': { role: 'Folder', children: ['_c_0f5b-latch-0000000011', '_c_71aa-latch-0000000012'] },
  'leader/latch/_c_0f5b-latch-0000000011': {
    role: 'Contender in the election',
    decoded: { zkSessionId: '0x1000015a68a0000', sequence: 11 },
  },
  'leader/latch/_c_71aa-latch-0000000012': {
    role: 'Contender in the election',
    decoded: { zkSessionId: '0x1000015a68a0001', sequence: 12 },
  },
  'leader/dispatcher': { role: 'Folder', children: ['connection_info'] },
  'leader/dispatcher/connection_info': {
    role: 'Leader information of the dispatcher',
    decoded: { address: 'pekko.tcp://flink@jm1:50010/user/rpc/dispatcher_1', leaderSessionId: 'bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9' },
    hex: 'aced0005773b003970656b6b6f2e7463703a2f2f666c696e6b406a6d313a35303031302f757365722f7270632f646973706174636865725f31',
  },
  'leader/resource_manager': { role: 'Folder' },
  'leader/rest_server': { role: 'Folder' },
  jobs: { role: 'Folder', children: [job] },
  [`jobs/${job}`]: { role: 'Folder', children: ['checkpoint_id_counter', 'checkpoints'] },
  [`jobs/${job}/checkpoint_id_counter`]: { role: 'Next checkpoint id', decoded: { nextCheckpointId: '4183' }, hex: '00001057' },
  [`jobs/${job}/checkpoints`]: { role: 'Folder', children: ['0000000000000004182'] },
  [checkpoint]: {
    role: 'Pointer to a completed checkpoint',
    decoded: { kind: 'file', uri: 'file:/var/flink/ha/default/completedCheckpoint5f1c09aa71de', bytes: 5312 },
    hex: 'aced00057372003b6f72672e6170616368652e666c696e6b',
  },
  'execution-plans': { role: 'Folder', children: [job] },
  [`execution-plans/${job}`]: {
    role: 'Pointer to the execution plan',
    decoded: { kind: 'file', uri: 'file:/var/flink/ha/default/executionPlan2c61e9fd1a77', bytes: 12288 },
  },
}

/** A znode of a small 2.x tree. */
export function aZnode(path: string): ZnodeView | null {
  const node = tree[path]
  if (!node) return null
  const children = (node.children ?? []).map((name) => ({ name, role: tree[path === '' ? name : `${path}/${name}`]?.role ?? null }))
  return {
    path,
    role: node.role,
    decoded: node.decoded ?? null,
    problem: null,
    children,
    childrenTotal: children.length,
    sizeBytes: (node.hex?.length ?? 0) / 2,
    hex: node.hex ?? '',
    stat: { czxid: '0x3000001f4', version: 0, ephemeralOwner: '0x0', numChildren: children.length },
  }
}
