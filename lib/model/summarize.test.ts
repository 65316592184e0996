import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { ClusterState, SourceState } from './snapshot'
import { compareSummaries, findWorst, toSummary } from './summarize'

describe('a row of the Clusters page', () => {
  it.each<[SourceState, boolean]>([
    ['live', false],
    ['stale', true],
    ['lost', true],
    ['off', false],
  ])('A row with ZooKeeper %s has the stale flag %s', (state, stale) => {
    const snapshot = aSnapshot()
    const sources = { ...snapshot.sources, zookeeper: { ...snapshot.sources.zookeeper, state } }
    expect(toSummary({ ...snapshot, sources }).stale).toBe(stale)
  })

  it('The rows are sorted by state, worst first, and then by name', () => {
    const row = (state: ClusterState, name: string) => ({ ...toSummary(aSnapshot()), state, name, id: name })
    const rows = [
      row('protected', 'a'),
      row('at-risk', 'b'),
      row('no-leader', 'd'),
      row('no-leader', 'c 10'),
      row('no-leader', 'c 9'),
      row('unknown', 'e'),
      row('unprotected', 'f'),
    ]
    expect(findWorst(rows)).toEqual({ id: 'c 9', name: 'c 9', state: 'no-leader' })
    expect(findWorst([])).toBeNull()
    expect(rows.sort(compareSummaries).map(({ name }) => name)).toEqual(['c 9', 'c 10', 'd', 'f', 'e', 'b', 'a'])
  })
})
