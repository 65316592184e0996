import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aZnode, aZnodeTree, leaderInfoBytes } from '@/lib/testing/recorded/a-znode-tree'
import { loadRecordedTree, loadSyntheticPayloads, recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import { createHaTreeDecoder, decodeHaTree } from './decode-ha-tree'
import { describeZnode } from './describe-znode'
import { layoutTables } from './layout-tables'
import type { ZnodeLike } from './znode'

const version = '1.20.1'
const jobId = '801d974df0102d0b6941dafd08bf22b9'
const pointer = loadRecordedTree(version, '03-running').get(`jobgraphs/${jobId}`)?.data ?? null
const idOf = (index: number) => index.toString(16).padStart(32, '0')

/** A tree of 1.20 with `count` jobs, each with one checkpoint. */
function manyJobs(count: number): Map<string, ZnodeLike> {
  const nodes = Array.from({ length: count }, (_, index) => idOf(index + 1)).flatMap(
    (id) =>
      [
        [`jobgraphs/${id}`, { data: pointer }],
        [`jobgraphs/${id}/locks/one`, { owner: '0x1' }],
        [`jobs/${id}/checkpoint_id_counter`, { data: '\0\0\0\x02' }],
        [`jobs/${id}/checkpoints/0000000000000000001`, { data: pointer }],
        [
          `leader/job-${id}/connection_info`,
          { owner: '0x1', data: leaderInfoBytes('pekko.tcp://flink@a:1/user/rpc/jobmanager_2', idUuid) },
        ],
      ] as const,
  )
  return new Map(aZnodeTree({ 'leader/latch/_c_x-latch-0000000001': { owner: '0x1' }, ...Object.fromEntries(nodes) }))
}

const idUuid = 'b4a8d688-068d-4af6-ac9d-ff769b09b69a'

/** Completes checkpoint `n` of a job: counter, new pointer, old pointer removed. Returns the changed paths. */
function checkpoint(tree: Map<string, ZnodeLike>, id: string, n: number): string[] {
  const name = (k: number) => `jobs/${id}/checkpoints/${String(k).padStart(19, '0')}`
  const counter = `jobs/${id}/checkpoint_id_counter`
  tree.set(counter, aZnode(counter, { data: String.fromCharCode(0, 0, (n + 1) >> 8, (n + 1) & 255) }))
  tree.set(name(n), aZnode(name(n), { data: pointer, zxid: n }))
  tree.delete(name(n - 1))
  tree.set(`jobs/${id}/checkpoints`, aZnode(`jobs/${id}/checkpoints`))
  return [counter, name(n), name(n - 1), `jobs/${id}/checkpoints`]
}

/** CPU time rather than wall clock: the machine that runs the tests may be busy. */
/** A tree that counts how often the data of its znodes is read. */
class CountingTree extends Map<string, ZnodeLike> {
  reads = 0

  override set(path: string, node: ZnodeLike): this {
    const counted = Object.defineProperty({ ...node }, 'data', { get: () => ((this.reads += 1), node.data), enumerable: true })
    return super.set(path, counted)
  }

  countDuring(work: () => void): number {
    const before = this.reads
    work()
    return this.reads - before
  }
}

describe('the incremental decoder', () => {
  it('Decoding again without a change returns the very same object', () => {
    const tree = loadRecordedTree(version, '03-running')
    const decoder = createHaTreeDecoder()
    const first = decoder.decode(tree)
    expect(decoder.decode(tree)).toBe(first)
    expect(decoder.decode(tree, new Set())).toBe(first)
    expect(decoder.decode(tree, new Set(['leader/dispatcher/connection_info', `jobgraphs/${jobId}`]))).toBe(first)
  })

  it('Decoding again after a change of only a folder’s child count returns the very same object', () => {
    const tree = new Map(loadRecordedTree(version, '03-running'))
    const decoder = createHaTreeDecoder()
    const first = decoder.decode(tree)
    const folder = `jobs/${jobId}/checkpoints`
    tree.set(folder, aZnode(folder, { zxid: 99 }))
    expect(decoder.decode(tree, new Set([folder]))).toBe(first)
  })

  it('Decoding again after one job’s checkpoint keeps all other parts as the same objects', () => {
    const tree = manyJobs(5)
    const decoder = createHaTreeDecoder()
    const first = decoder.decode(tree)
    const second = decoder.decode(tree, new Set(checkpoint(tree, idOf(3), 2)))
    expect(second.jobs.map((job, i) => job === first.jobs[i])).toEqual([true, true, false, true, true])
    expect(second.jobs[2]).toMatchObject({ nextCheckpointId: '3', checkpoints: [{ checkpointId: '2' }] })
    expect(second.jobs[2]?.graph).toBe(first.jobs[2]?.graph)
    expect(second.jobs[2]?.leader).toBe(first.jobs[2]?.leader)
    expect([second.contenders, second.leftovers, second.problems]).toEqual([first.contenders, first.leftovers, first.problems])
    expect(second.contenders).toBe(first.contenders)
    expect(second.leftovers).toBe(first.leftovers)
  })

  it('Decoding again after the last node of a job is gone drops the job', () => {
    const tree = manyJobs(2)
    const decoder = createHaTreeDecoder()
    decoder.decode(tree)
    const gone = [...tree.keys()].filter((path) => path.includes(idOf(1)))
    for (const path of gone) tree.delete(path)
    expect(decoder.decode(tree, new Set(gone)).jobs.map((job) => job.jobId)).toEqual([idOf(2)])
    expect(decoder.decode(new Map()).jobs).toEqual([])
  })

  it('Ten rounds of decoding 1,000 jobs with a new checkpoint each read less than decoding them anew', () => {
    const tree = new CountingTree()
    for (const [path, node] of manyJobs(1000)) tree.set(path, node)
    const decoder = createHaTreeDecoder()
    decoder.decode(tree)
    const rounds = Array.from({ length: 10 }, (_, round) => Array.from({ length: 100 }, (_, i) => idOf(round * 100 + i + 1)))
    const spent = tree.countDuring(() => {
      for (const ids of rounds) decoder.decode(tree, new Set(ids.flatMap((id) => checkpoint(tree, id, 2))))
    })
    const anew = tree.countDuring(() => rounds.forEach(() => createHaTreeDecoder().decode(tree)))
    expect([spent > 0, anew > 5 * spent], `${spent} and ${anew}`).toEqual([true, true])
    expect(decoder.decode(tree).jobs.every(({ nextCheckpointId }) => nextCheckpointId === '3')).toBe(true)
  })

  it('Decoding step by step after any changes equals decoding at once', () => {
    const trees = recordedVersions.flatMap((recorded) =>
      ['03-running', '06-after-failover', '12-all-stopped-clean'].map((label) => loadRecordedTree(recorded, label)),
    )
    const all = trees.flatMap((tree) => [...tree.values()])
    const step = fc.array(fc.tuple(fc.nat(all.length - 1), fc.boolean()), { maxLength: 12 })
    fc.assert(
      fc.property(fc.nat(trees.length - 1), fc.array(step, { maxLength: 6 }), (start, steps) => {
        const tree = new Map(trees[start])
        const decoder = createHaTreeDecoder()
        decoder.decode(tree)
        for (const changes of steps) {
          for (const [index, keep] of changes) {
            const node = all[index]
            if (node && keep) tree.set(node.path, node)
            else if (node) tree.delete(node.path)
          }
          const decoded = decoder.decode(tree, new Set(changes.map(([index]) => all[index]?.path ?? '')))
          expect(decoded).toEqual(decodeHaTree(tree))
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('a hostile tree', () => {
  it('A tree with 20,000 unknown children has a bounded list of problems', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`leader/latch/x${i}`, { owner: `0x${(i + 1).toString(16)}` }]),
    )
    const tree = aZnodeTree(nodes)
    const { problems, contenders } = decodeHaTree(tree)
    expect(contenders).toEqual([])
    expect(problems).toHaveLength(201)
    expect(problems.at(-1)).toEqual({ path: '', reason: '19800 more nodes like these' })
  })

  it('A tree with 20,000 contenders, checkpoints and locks has bounded lists', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => String(i).padStart(10, '0'))
    const { contenders, jobs } = decodeHaTree(
      aZnodeTree(
        Object.fromEntries(
          many
            .flatMap((name, i) => [
              [`leader/latch/latch-${name}`, { owner: `0x${(i + 1).toString(16)}` }],
              [`jobs/${jobId}/checkpoints/${name}`, {}],
              [`jobgraphs/${jobId}/locks/${name}`, { owner: '0x1' }],
            ])
            .concat([[`jobgraphs/${jobId}`, {}]]),
        ),
      ),
    )
    expect([contenders.length, jobs[0]?.checkpoints.length, jobs[0]?.graph?.locks.length]).toEqual([1000, 1000, 100])
    expect(jobs[0]?.checkpoints.at(-1)?.checkpointId).toBe('19999')
  })

  it('A tree of any names, owners, times and bytes is decoded without an error', () => {
    const names = [
      'leader',
      'latch',
      'dispatcher',
      'connection_info',
      'jobs',
      'jobgraphs',
      'execution-plans',
      'applications',
      'checkpoints',
      'checkpoint_id_counter',
      'locks',
      jobId,
      `job-${jobId}`,
      '7',
      'dispatcher_lock',
      'leaderlatch',
      'latch-0000000001',
      'running_job_registry',
      '__proto__',
      'constructor',
      '..',
      '',
      '\ud800',
    ]
    const path = fc
      .array(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })), { maxLength: 6 })
      .map((parts) => parts.join('/'))
    const payloads = loadSyntheticPayloads().map(({ data }) => data)
    const data = fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...payloads))
    const time = fc.oneof(fc.double(), fc.integer())
    const znode = fc.record({
      path,
      data,
      stat: fc.record({
        czxid: fc.bigInt(),
        mzxid: fc.bigInt(),
        ctime: time,
        mtime: time,
        version: fc.integer(),
        ephemeralOwner: fc.oneof(fc.constantFrom('0x0', '0x1', '', '0x'), fc.string()),
        numChildren: fc.integer(),
      }),
    })
    const eras = [...layoutTables.map(({ era }) => era), 'none' as const]
    fc.assert(
      fc.property(fc.array(znode, { maxLength: 25 }), fc.constantFrom(...eras), (nodes, era) => {
        const decoded = decodeHaTree(new Map(nodes.map((node) => [node.path, node])))
        for (const record of [decoded.leader, decoded.rest]) if (record) new Date(record.publishedAt).toISOString()
        for (const node of nodes) JSON.stringify(describeZnode(node.path, node, era))
        JSON.stringify(decoded)
      }),
      { numRuns: 1000 },
    )
  })
})
