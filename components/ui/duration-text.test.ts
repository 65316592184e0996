import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toAgoText, toDurationText, toWindowText } from './duration-text'

describe('durations as people say them', () => {
  it.each([
    [0, '0 ms'], [340, '340 ms'], [3_120, '3.1 s'], [4_000, '4 s'], [34_900, '34 s'], [61_000, '1 min 1 s'], [120_000, '2 min'],
    [8_040_000, '2 h 14 min'], [90_000_000, '25 h'], [518_400_000, '6 days'], [-5, '0 ms'],
  ])('%d ms is %s', (ms, text) => expect(toDurationText(ms)).toBe(text))

  it('says how long ago without a negative figure, whatever the clocks say', () => {
    expect(toAgoText(-400)).toBe('just now')
    expect(toAgoText(3_900)).toBe('3 s ago')
    fc.assert(fc.property(fc.integer(), (ms) => { expect(toAgoText(ms)).not.toMatch(/-|NaN/) }))
  })

  it('writes a window with one unit', () => expect(toWindowText({ earliest: 26_667, latest: 42_000 })).toBe('26.7–42 s'))
})
