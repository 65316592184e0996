import { expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aPublicCluster } from '@/lib/testing/a-status'
import { deriveChange, type ClusterMemory } from './derive-change'

const t = aMoment
const well = aPublicCluster()
const memory = (over: Partial<ClusterMemory> = {}): ClusterMemory => ({
  cluster: well,
  since: t - 100_000,
  observedAt: t - 1_000,
  span: { state: 'operational', from: t - 100_000 },
  incident: null,
  ...over,
})

test('the same picture is a pulse and nothing is written', () => {
  expect(deriveChange(memory(), well, t, false)).toBeNull()
})

test('the first picture of a cluster opens its history now, not before', () => {
  expect(deriveChange(memory({ cluster: null, observedAt: null, span: null }), well, t, false)).toMatchObject({
    closeSpanAt: null,
    openSpanAt: t,
    since: t,
    step: null,
  })
})

test('a lost leader turns the history at the moment of the loss', () => {
  const lost = aPublicCluster({ state: 'taking-over', leaderlessSince: t - 250 })
  expect(deriveChange(memory(), lost, t, false)).toMatchObject({
    closeSpanAt: t - 250,
    openSpanAt: t - 250,
    since: t - 250,
    step: { incident: { startedAt: t - 250 } },
  })
})

test('what cannot be known any more ends the history at the last pulse, and opens none', () => {
  expect(deriveChange(memory(), aPublicCluster({ state: 'unknown' }), t, false)).toMatchObject({ closeSpanAt: t - 1_000, openSpanAt: null })
})

test('after a gap the history goes on from now, and the gap stays a gap', () => {
  expect(
    deriveChange(memory({ observedAt: t - 3_600_000, span: { state: 'operational', from: t - 7_200_000 } }), well, t, false),
  ).toMatchObject({ closeSpanAt: t - 3_600_000, openSpanAt: t })
})

test('a clock that went back makes no span that ends before it begins', () => {
  const change = deriveChange(
    memory({ span: { state: 'operational', from: t - 100 } }),
    aPublicCluster({ state: 'taking-over', leaderlessSince: t - 5_000 }),
    t,
    false,
  )
  expect(change).toMatchObject({ closeSpanAt: t - 100, openSpanAt: t - 100 })
})
