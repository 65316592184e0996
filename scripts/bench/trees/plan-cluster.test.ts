import { expect, test } from 'vitest'
import { createHaTreeDecoder } from '@/lib/flink/layouts/decode-ha-tree'
import type { ZnodeLike } from '@/lib/flink/layouts/znode'
import { recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import { planCluster, type ClusterPlan } from './plan-cluster'

test.each(recordedVersions)('A tree made from the recording of Flink %s is read as a cluster', (version) => {
  const plan = planCluster({ id: 'c1', version, folder: '/tmp/c1', ports: [20001, 20002], nodes: 150 })
  expect(plan.nodes.length).toBeGreaterThanOrEqual(150)
  expect(plan.nodes.length).toBeLessThan(150 + 20)
  const tree = createHaTreeDecoder().decode(toTree(plan))
  expect(tree.problems).toEqual([])
  expect(tree.contenders.length).toBe(2)
  expect(tree.leader?.zkSessionId).toBe('0x1')
  expect(tree.jobs.map(({ jobId }) => jobId).sort()).toEqual([...plan.jobIds].sort())
  const uris = tree.jobs.flatMap((job) =>
    job.checkpoints.map(({ pointer }) => (pointer.handle.kind === 'file' ? pointer.handle.uri : 'none')),
  )
  expect(new Set(uris).size).toBe(uris.length)
  for (const uri of uris) expect(plan.files.map(({ path }) => `file:${path}`)).toContain(uri)
})

test('A plan for a number of jobs has exactly that many', () => {
  expect(planCluster({ id: 'c1', version: '2.3.0', folder: '/tmp/c1', ports: [1, 2], jobs: 7 }).jobIds.length).toBe(7)
})

function toTree({ nodes, pathRoot, version }: ClusterPlan): Map<string, ZnodeLike> {
  const root = version === '1.0.3' ? pathRoot : `${pathRoot}/default`
  const own = nodes.filter(({ path }) => path === root || path.startsWith(`${root}/`))
  return new Map(
    own.map(({ path, data, owner }) => {
      const relative = path === root ? '' : path.slice(root.length + 1)
      const stat = {
        czxid: 1n,
        mzxid: 1n,
        ctime: 1,
        mtime: 1,
        version: 0,
        ephemeralOwner: owner === null ? '0x0' : owner === 'leader' ? '0x1' : '0x2',
        numChildren: 0,
      }
      return [relative, { path: relative, data, stat }]
    }),
  )
}
