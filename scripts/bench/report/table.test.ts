import { expect, test } from 'vitest'
import { toTable } from './table'

test('A table shows each figure with its measured value, its goal and whether it was met', () => {
  const text = toTable([
    { name: 'commit → DOM, p50', value: 12.34, unit: 'ms', goal: 30 },
    { name: 'commit → DOM, p99', value: 101, unit: 'ms', goal: 100, note: 'one of 200 was slow' },
    { name: 'memory', value: null, unit: 'MB', goal: 500, note: 'the console did not start' },
    { name: 'znodes', value: 30000, unit: '', goal: null },
  ])
  expect(text).toBe(
    [
      'figure             measured      goal  met',
      '─────────────────  ────────  ────────  ────────────',
      'commit → DOM, p50   12.3 ms   ≤ 30 ms  met',
      'commit → DOM, p99    101 ms  ≤ 100 ms  NOT MET',
      '    one of 200 was slow',
      'memory                    –  ≤ 500 MB  not measured',
      '    the console did not start',
      'znodes                30000',
    ].join('\n'),
  )
})
