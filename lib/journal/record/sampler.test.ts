import { expect, test } from 'vitest'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { createSampler } from './sampler'

const build = aSnapshotAt(aMoment)
const snapshot = build.aSnapshot()
const later = build.aSnapshot({ recovery: { ...snapshot.recovery, jobs: [build.aJob({ number: 9_999 })] } })

test('The sampler keeps a picture of each change until there are too many, and makes up for the omitted one', () => {
  const sampler = createSampler()
  const kept = Array.from({ length: 40 }, (_, index) => sampler.consider(snapshot, aMoment + index * 50, true).length)
  expect(kept.slice(0, 10)).toEqual(Array(10).fill(1))
  expect(kept.reduce((sum, one) => sum + one, 0)).toBe(11)
  expect(sampler.consider(snapshot, aMoment + 4_000, false)).toMatchObject([{ sort: 'change', at: aMoment + 4_000 }])
  expect(sampler.consider(snapshot, aMoment + 4_100, false)).toEqual([])
})

test('The sampler keeps one picture a minute without a change, and none while only freshness differs', () => {
  const sampler = createSampler()
  sampler.consider(snapshot, aMoment, true)
  expect(sampler.consider(later, aMoment + 59_000, false)).toEqual([])
  expect(sampler.consider(later, aMoment + 60_000, false)).toMatchObject([{ sort: 'sample' }])
  expect(sampler.consider({ ...later, asOf: build.ago(-120), revision: 90 }, aMoment + 120_000, false)).toEqual([])
  expect(sampler.consider(snapshot, aMoment + 180_000, false)).toMatchObject([{ sort: 'sample' }])
})

test('The sampler continues when the clock goes back', () => {
  const sampler = createSampler()
  sampler.consider(snapshot, aMoment, true)
  expect(sampler.consider(snapshot, aMoment - 3_600_000, true)).toHaveLength(1)
  expect(sampler.consider(later, aMoment - 3_540_000, false)).toHaveLength(1)
})
