import { describe, expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aPublicCluster } from '@/lib/testing/a-status'
import { deriveChange, type ClusterMemory, type PageOfCluster } from './derive-change'

const t = aMoment
const well = aPublicCluster()
const lostAt = (at: number) => aPublicCluster({ state: 'taking-over', leaderlessSince: at })
const page = (over: Partial<PageOfCluster> = {}): PageOfCluster => ({
  pageId: 'p1',
  name: 'Order stream',
  thresholdMs: 10_000,
  isMaintenance: false,
  ...over,
})
const memory = (over: Partial<ClusterMemory> = {}): ClusterMemory => ({
  cluster: well,
  since: t - 100_000,
  observedAt: t - 1_000,
  span: { state: 'operational', from: t - 100_000 },
  incidents: new Map(),
  ...over,
})

describe('the history of a cluster', () => {
  test('The history stays as it is while the picture is the same', () => {
    expect(deriveChange(memory(), well, t, [page()])).toBeNull()
  })

  test('The history begins with the first picture, at its moment', () => {
    expect(deriveChange(memory({ cluster: null, observedAt: null, span: null }), well, t, [page()])).toMatchObject({
      closeSpanAt: null,
      openSpanAt: t,
      since: t,
      steps: [],
    })
  })

  test('The history turns at the moment of the loss and replaces what was written since', () => {
    expect(deriveChange(memory(), lostAt(t - 37_000), t, [])).toMatchObject({ closeSpanAt: t - 37_000, openSpanAt: t - 37_000 })
  })

  test('The history is taken back over a moment in which nothing was known', () => {
    const unknown = memory({ cluster: aPublicCluster({ state: 'unknown', isWorking: null }), span: null })
    expect(deriveChange(unknown, lostAt(t - 5_000), t, [])).toMatchObject({ closeSpanAt: t - 5_000, openSpanAt: t - 5_000 })
  })

  test('The history is taken back no further than ten minutes', () => {
    expect(deriveChange(memory(), lostAt(t - 3_600_000), t, [])).toMatchObject({ openSpanAt: t - 600_000 })
  })

  test('The history turns back at the moment a leader was proven', () => {
    const lost = memory({ cluster: lostAt(t - 34_000), span: { state: 'taking-over', from: t - 34_000 } })
    expect(deriveChange(lost, aPublicCluster({ ledSince: t - 300 }), t, [])).toMatchObject({ closeSpanAt: t - 300, openSpanAt: t - 300 })
  })

  test('The history ends at the last pulse when the state becomes unknown', () => {
    expect(deriveChange(memory(), aPublicCluster({ state: 'unknown' }), t, [])).toMatchObject({ closeSpanAt: t - 1_000, openSpanAt: null })
  })

  test('The history keeps a gap as a gap', () => {
    const before = memory({ observedAt: t - 3_600_000, span: { state: 'operational', from: t - 7_200_000 } })
    expect(deriveChange(before, well, t, [page()])).toMatchObject({ closeSpanAt: t - 3_600_000, openSpanAt: t })
  })
})

describe('two pages with one cluster', () => {
  test('Each page of a cluster has an incident from its own threshold on', () => {
    const pages = [page(), page({ pageId: 'strict', thresholdMs: 0 }), page({ pageId: 'lenient', thresholdMs: 60_000 })]
    const steps = (ms: number) => deriveChange(memory(), lostAt(t - ms), t, pages)?.steps.map(({ pageId }) => pageId)
    expect([steps(9_999), steps(10_000), steps(60_000)]).toEqual([['strict'], ['p1', 'strict'], ['p1', 'strict', 'lenient']])
  })
})
