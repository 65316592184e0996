import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs } from '@/lib/base/durations'
import { startOfDay } from './day'
import { deriveDays, mergeWindows } from './history'
import type { Span } from './outage'
import type { ServingState } from './public-state'
import { deriveUptime, toUptimeSentence, toUptimeText } from './uptime'

const now = Date.parse('2026-03-14T12:00:00Z')
const today = startOfDay(now)
const span = (state: ServingState, from: number, to: number): Span => ({ state, from, to })

describe('ninety days of history', () => {
  test('A history without data has ninety unknown days and no uptime', () => {
    const days = deriveDays([], [], now, 10_000)
    expect([days.length, days[0]!.day, days.at(-1)!.day]).toEqual([90, '2025-12-15', '2026-03-14'])
    expect(new Set(days.map(({ worst }) => worst))).toEqual(new Set(['unknown']))
    expect(toUptimeText(deriveUptime(days).ratio)).toBe('no data')
    expect(toUptimeSentence(deriveUptime(days))).toBe('No data yet.')
  })

  test('A span is split at midnight UTC, and a day counts only as far as it was observed', () => {
    const days = deriveDays([span('operational', today - 3_600_000, today + 1_800_000)], [], now, 10_000)
    expect(days.slice(-2).map(({ observedMs, worst }) => [observedMs, worst])).toEqual([
      [3_600_000, 'operational'],
      [1_800_000, 'operational'],
    ])
  })

  test('A day counts time without a leader and leaves out maintenance', () => {
    const spans = [
      span('operational', today, today + 1_000_000),
      span('taking-over', today + 1_000_000, today + 1_034_000),
      span('operational', today + 1_034_000, today + 2_000_000),
    ]
    const [without, within] = [
      deriveDays(spans, [], now, 10_000).at(-1)!,
      deriveDays(spans, [{ from: today + 1_010_000, to: today + 1_100_000 }], now, 10_000).at(-1)!,
    ]
    expect(without).toMatchObject({ observedMs: 2_000_000, leaderlessMs: 34_000, excludedLeaderlessMs: 0, worst: 'outage' })
    expect(within).toMatchObject({
      observedMs: 2_000_000,
      leaderlessMs: 10_000,
      excludedLeaderlessMs: 24_000,
      maintenanceMs: 90_000,
      worst: 'outage',
    })
    expect(deriveUptime([within]).ratio).toBeCloseTo(1 - 10_000 / (2_000_000 - 90_000), 12)
  })

  test('Overlapping maintenance windows are merged', () => {
    expect(
      mergeWindows([
        { from: 5, to: 9 },
        { from: 1, to: 3 },
        { from: 2, to: 4 },
        { from: 7, to: 6 },
      ]),
    ).toEqual([
      { from: 1, to: 4 },
      { from: 5, to: 9 },
    ])
  })

  test('Observed and excluded time never exceed what the spans say', () => {
    const spans = fc
      .array(
        fc.record({
          state: fc.constantFrom<ServingState>('operational', 'taking-over', 'no-leader', 'no-standby'),
          gap: fc.integer({ min: 0, max: 2 * dayMs }),
          length: fc.integer({ min: 1, max: 2 * dayMs }),
        }),
        { maxLength: 20 },
      )
      .map((parts) =>
        parts.reduce<Span[]>(
          (made, { state, gap, length }) => [
            ...made,
            span(state, (made.at(-1)?.to ?? now - 80 * dayMs) + gap, (made.at(-1)?.to ?? now - 80 * dayMs) + gap + length),
          ],
          [],
        ),
      )
    const windows = fc.array(
      fc
        .record({ at: fc.integer({ min: 0, max: 80 * dayMs }), length: fc.integer({ min: 0, max: dayMs }) })
        .map(({ at, length }) => ({ from: now - 80 * dayMs + at, to: now - 80 * dayMs + at + length })),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(spans, windows, (all, maintenance) => {
        const uptime = deriveUptime(deriveDays(all, maintenance, now, 0))
        expect(uptime.observedMs).toBe(all.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - from), 0))
        expect(uptime.leaderlessMs + uptime.excludedLeaderlessMs).toBe(
          all
            .filter(({ state }) => state === 'taking-over' || state === 'no-leader')
            .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - from), 0),
        )
        expect(uptime.maintenanceMs).toBeLessThanOrEqual(uptime.observedMs)
        if (uptime.ratio !== null) expect(uptime.ratio >= 0 && uptime.ratio <= 1).toBe(true)
      }),
    )
  })
})

test.each([
  [1, '100 %'],
  [0.9999999, '99.999 %'],
  [0.99962, '99.962 %'],
  [0, '0.000 %'],
  [null, 'no data'],
])('An uptime of %s reads %s, cut and never rounded up', (ratio, text) => {
  expect(toUptimeText(ratio)).toBe(text)
})

describe('leader changes in the history', () => {
  const changed = (length: number, states: ServingState[] = ['taking-over']): Span[] => [
    span('operational', today, today + 100_000),
    ...states.map((state, i) =>
      span(state, today + 100_000 + (i * length) / states.length, today + 100_000 + ((i + 1) * length) / states.length),
    ),
    span('operational', today + 100_000 + length, today + 1_000_000),
  ]
  const dayOf = (spans: Span[], thresholdMs = 10_000) => deriveDays(spans, [], now, thresholdMs).at(-1)!

  test('A leader change below the threshold costs no uptime, and from the threshold on it is an outage from its first moment', () => {
    expect(dayOf(changed(9_999))).toMatchObject({ leaderlessMs: 0, leaderChanges: 1, worst: 'operational' })
    expect(dayOf(changed(10_000))).toMatchObject({ leaderlessMs: 10_000, leaderChanges: 0, worst: 'outage' })
    expect(dayOf(changed(9_999), 0)).toMatchObject({ leaderlessMs: 9_999, leaderChanges: 0, worst: 'outage' })
  })

  test('A leader change is one, whatever states were seen in it', () => {
    expect(dayOf(changed(12_000, ['taking-over', 'no-leader', 'taking-over']))).toMatchObject({ leaderlessMs: 12_000, worst: 'outage' })
  })

  test('A leader change by the console is maintenance below the threshold and an outage from it on', () => {
    expect(dayOf(changed(4_000, ['moving', 'taking-over']))).toMatchObject({ leaderlessMs: 0, leaderChanges: 1, worst: 'maintenance' })
    expect(dayOf(changed(12_000, ['moving', 'taking-over']))).toMatchObject({ leaderlessMs: 12_000, worst: 'outage' })
  })

  test('An ongoing leader change counts from the threshold on and not before', () => {
    const open = (length: number) => dayOf(changed(length).slice(0, -1))
    expect(open(9_000)).toMatchObject({ leaderlessMs: 0, leaderChanges: 0 })
    expect(open(41_000)).toMatchObject({ leaderlessMs: 41_000, observedMs: 141_000, worst: 'outage' })
  })

  test('An outage over midnight counts on both days', () => {
    const days = deriveDays(
      [span('operational', today - 60_000, today - 6_000), span('taking-over', today - 6_000, today + 6_000)],
      [],
      now,
      10_000,
    )
    expect(days.slice(-2).map(({ leaderlessMs }) => leaderlessMs)).toEqual([6_000, 6_000])
  })
})

test.each([
  [{ ratio: 1, observedMs: 60_000 }, '100 % over the 1 min measured (of 90 days)'],
  [{ ratio: 0.80923, observedMs: 215_000 }, '80.923 % over the 3 min measured (of 90 days)'],
  [{ ratio: 1, observedMs: 30_000 }, '100 % over the 30 s measured (of 90 days)'],
  [{ ratio: 0.99962, observedMs: 89.5 * dayMs }, '99.962 % over 90 days'],
  [{ ratio: null, observedMs: 3 * dayMs }, 'Only planned maintenance over the 3.0 days measured (of 90 days)'],
  [{ ratio: null, observedMs: 0 }, 'No data yet.'],
])('An uptime of %j reads “%s”', (uptime, words) => {
  expect(toUptimeSentence(uptime)).toBe(words)
})
