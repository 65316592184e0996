import { expect, test } from 'vitest'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import type { MirrorNode } from '@/lib/sources/zookeeper/mirror-tree'
import { aZnode, aZnodeTree, leaderInfoBytes } from '@/lib/testing/recorded/a-znode-tree'
import { toZnodeView } from './znode-view'

test('A znode below a folder that the configuration names is described as what it is', () => {
  const uuid = 'b4a8d688-068d-4af6-ac9d-ff769b09b69a'
  const leader = { data: leaderInfoBytes('akka.tcp://flink@a:1/user/rpc/x', uuid), owner: '0x1', zxid: 5 }
  const parts = { '': {}, mine: {}, 'mine/dispatcher_lock': leader, leaderlatch: {}, 'leaderlatch/dispatcher_lock': {} }
  const nodes = new Map(Object.entries(parts).map(([path, part]) => [path, toMirrored(path, part)]))
  const names = { leader: 'mine' }
  const tree = decodeHaTree(aZnodeTree(parts), { names })
  expect(tree.era).toBe('1.5-1.13')
  expect(toZnodeView(nodes, 'mine/dispatcher_lock', tree, names)).toMatchObject({
    role: 'Leader information of the dispatcher',
    decoded: { leaderSessionId: uuid },
  })
  expect(toZnodeView(nodes, 'mine', tree, names)?.children).toEqual([
    { name: 'dispatcher_lock', role: 'Leader information of the dispatcher' },
  ])
  expect(toZnodeView(nodes, 'mine/dispatcher_lock', tree, {})?.role).toBe('Unknown')
})

function toMirrored(path: string, part: Parameters<typeof aZnode>[1]): MirrorNode {
  const { stat, ...node } = aZnode(path, part)
  const times = { pzxid: 1n, ctime: 0, mtime: 0, version: 0, cversion: 0, dataLength: node.data?.length ?? 0, numChildren: 0 }
  return { ...node, stat: { ...times, ...stat } } as unknown as MirrorNode
}
