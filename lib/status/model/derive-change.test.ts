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
  test('stays as it is while the picture is the same: a pulse is enough', () => {
    expect(deriveChange(memory(), well, t, [page()])).toBeNull()
  })

  test('begins with the first picture, now and not before', () => {
    expect(deriveChange(memory({ cluster: null, observedAt: null, span: null }), well, t, [page()])).toMatchObject({
      closeSpanAt: null,
      openSpanAt: t,
      since: t,
      steps: [],
    })
  })

  test('turns at the moment of the loss, and takes back what was written of the time since', () => {
    expect(deriveChange(memory(), lostAt(t - 37_000), t, [])).toMatchObject({ closeSpanAt: t - 37_000, openSpanAt: t - 37_000 })
  })

  test('is taken back over a moment in which nothing was known', () => {
    const unknown = memory({ cluster: aPublicCluster({ state: 'unknown', isWorking: null }), span: null })
    expect(deriveChange(unknown, lostAt(t - 5_000), t, [])).toMatchObject({ closeSpanAt: t - 5_000, openSpanAt: t - 5_000 })
  })

  test('is taken back no further than ten minutes', () => {
    expect(deriveChange(memory(), lostAt(t - 3_600_000), t, [])).toMatchObject({ openSpanAt: t - 600_000 })
  })

  test('turns back at the moment a leader was proven', () => {
    const lost = memory({ cluster: lostAt(t - 34_000), span: { state: 'taking-over', from: t - 34_000 } })
    expect(deriveChange(lost, aPublicCluster({ ledSince: t - 300 }), t, [])).toMatchObject({ closeSpanAt: t - 300, openSpanAt: t - 300 })
  })

  test('ends at the last pulse when nothing can be known any more', () => {
    expect(deriveChange(memory(), aPublicCluster({ state: 'unknown' }), t, [])).toMatchObject({ closeSpanAt: t - 1_000, openSpanAt: null })
  })

  test('keeps a gap as a gap', () => {
    const before = memory({ observedAt: t - 3_600_000, span: { state: 'operational', from: t - 7_200_000 } })
    expect(deriveChange(before, well, t, [page()])).toMatchObject({ closeSpanAt: t - 3_600_000, openSpanAt: t })
  })
})

describe('of two pages with one cluster', () => {
  test('each has an incident from its own threshold on', () => {
    const pages = [page(), page({ pageId: 'strict', thresholdMs: 0 }), page({ pageId: 'lenient', thresholdMs: 60_000 })]
    const steps = (ms: number) => deriveChange(memory(), lostAt(t - ms), t, pages)?.steps.map(({ pageId }) => pageId)
    expect([steps(9_999), steps(10_000), steps(60_000)]).toEqual([['strict'], ['p1', 'strict'], ['p1', 'strict', 'lenient']])
  })
})
