import { describe, expect, it } from 'vitest'
import { loadRecordedTree, recordedFailover, recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import type { RecordedVersion } from '@/lib/testing/recorded/recorded-flink'
import { createHaTreeDecoder, decodeHaTree } from './decode-ha-tree'
import type { HaTree } from './types'

/** Events from the decoded tree alone: a line each time leader, contenders or the job's leader changed. */
function storyOf(version: RecordedVersion): { t: number; line: string }[] {
  const story: { t: number; line: string }[] = []
  for (const { t, tree } of recordedFailover(version).steps) {
    const line = toLine(decodeHaTree(tree))
    if (line !== story.at(-1)?.line) story.push({ t, line })
  }
  return story
}

function toLine({ leader, rest, contenders, jobs }: HaTree): string {
  const term = (record: { leaderSessionId: string | null } | null | undefined) => record?.leaderSessionId?.slice(0, 4) ?? '-'
  return `leader ${term(leader)}, rest ${term(rest)}, job ${term(jobs[0]?.leader)}, line ${contenders.map(({ sequence }) => sequence).join()}`
}

describe('a failover, kill -9 at 0 s', () => {
  it('A failover of 1.20.1 has no leader after 41 s, then the standby, then the job, all in one term', () => {
    expect(storyOf('1.20.1').map(({ t, line }) => `${t} ${line}`)).toEqual([
      '0.003 leader c382, rest c382, job c382, line 0,1',
      '41.047 leader -, rest -, job -, line 1',
      '41.505 leader ec97, rest ec97, job -, line 1',
      '42.511 leader ec97, rest ec97, job ec97, line 1',
    ])
  })

  it('A failover of 2.3.0 brings the REST server first and the dispatcher 4 s later', () => {
    expect(storyOf('2.3.0').map(({ t, line }) => `${t} ${line}`)).toEqual([
      '0.002 leader b024, rest b024, job b024, line 0,1',
      '40.001 leader -, rest -, job -, line 1',
      '41.501 leader -, rest febc, job -, line 1',
      '45.566 leader febc, rest febc, job -, line 1',
      '49.017 leader febc, rest febc, job febc, line 1',
    ])
  })

  it('A failover of 1.12.5 gives each component a term of its own', () => {
    const last = storyOf('1.12.5').at(-1)?.line ?? ''
    const terms = [...last.matchAll(/(?:leader|rest|job) (\w{4})/g)].map(([, term]) => term)
    expect(new Set(terms).size).toBe(3)
    expect(storyOf('1.12.5').map(({ t }) => t)).toEqual([0.006, 41.018, 42.001, 44.001])
  })

  it('A failover of 1.0.3 and 1.2.1 exchanges leader and standby in one step', () => {
    expect(storyOf('1.0.3').map(({ t, line }) => `${t} ${line}`)).toEqual([
      '0.001 leader 9af7, rest -, job -, line 0,1',
      '41.007 leader c08e, rest -, job -, line 1',
    ])
    expect(storyOf('1.2.1').map(({ t }) => t)).toEqual([0.002, 40.008])
  })

  it.each(recordedVersions)('A failover of %s never changes the era and never loses the job', (version) => {
    for (const { tree } of recordedFailover(version).steps) {
      const { era, jobs, leftovers, problems } = decodeHaTree(tree)
      expect({ era, jobs: jobs.length, graph: jobs[0]?.graph?.handle.kind, leftovers, problems }).toEqual({
        era: decodeHaTree(recordedFailover(version).steps[0]?.tree ?? new Map()).era,
        jobs: 1,
        graph: 'file',
        leftovers: [],
        problems: [],
      })
    }
  })

  it.each(recordedVersions)('A failover of %s decodes to the same tree step by step as all at once', (version) => {
    const decoder = createHaTreeDecoder()
    let before: ReadonlyMap<string, unknown> = new Map()
    for (const { tree } of recordedFailover(version).steps) {
      const changed = new Set([...before.keys(), ...tree.keys()].filter((path) => before.get(path) !== tree.get(path)))
      expect(decoder.decode(tree, changed)).toEqual(decodeHaTree(tree))
      before = tree
    }
  })
})

describe('a ZooKeeper outage of 15 s', () => {
  const before = decodeHaTree(loadRecordedTree('1.20.1-zk-outage', 'D1-before-zk-outage'))
  const justAfter = decodeHaTree(loadRecordedTree('1.20.1-zk-outage', 'D2-after-zk-back'))
  const after = decodeHaTree(loadRecordedTree('1.20.1-zk-outage', 'D3-after-zk-outage'))

  it('The same process begins a new term in the same znode after a ZooKeeper outage of 15 s', () => {
    expect(after.leader).toMatchObject({
      path: before.leader?.path,
      zkSessionId: before.leader?.zkSessionId,
      czxid: before.leader?.czxid,
      createdAt: before.leader?.createdAt,
    })
    expect(after.leader?.leaderSessionId).not.toBe(before.leader?.leaderSessionId)
    expect(after.leader?.mzxid).not.toBe(before.leader?.mzxid)
    expect(after.leader?.publishedAt).toBeGreaterThan(before.leader?.publishedAt ?? Infinity)
  })

  it('The old term is visible for a moment after ZooKeeper is back', () => {
    expect(justAfter.leader).toEqual(before.leader)
    expect(after.contenders).toEqual(before.contenders)
  })
})
