import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile } from './quantile'

test('The 99th percentile of 200 values is the 198th, and their median the 100th', () => {
  const values = Array.from({ length: 200 }, (_, i) => 200 - i)
  expect(quantile(values, 0.99)).toBe(198)
  expect(quantile(values, 0.5)).toBe(100)
})

test('The quantile of no values is null', () => {
  expect(quantile([], 0.5)).toBeNull()
})

test('A quantile is one of the values, and enough of them are not above it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const found = quantile(values, q) as number
      expect(values).toContain(found)
      expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(q * values.length - 1e-9)
    }),
  )
})
