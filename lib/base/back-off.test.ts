import { expect, test } from 'vitest'
import { deriveBackoffMs, jitter } from './back-off'

test('A wait doubles with each failure up to its cap and no further', () => {
  const delays = { firstMs: 250, mostMs: 5_000 }
  const waits = [-1, 0, 1, 2, 3, 4, 5, 6, 100, 5_000, Infinity].map((earlier) => deriveBackoffMs(earlier, delays))
  expect(waits).toEqual([250, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000, 5_000])
  expect(deriveBackoffMs(0, { firstMs: 300, mostMs: 100 })).toBe(100)
})

test('Jitter lies between half and all of a wait', () => {
  expect([0, 0.5, 1].map((random) => jitter(1_000, () => random))).toEqual([500, 750, 1_000])
  for (let i = 0; i < 1_000; i++) expect(Math.abs(jitter(1_000) - 750)).toBeLessThanOrEqual(250)
})
