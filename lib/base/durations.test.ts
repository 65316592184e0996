import { describe, expect, it } from 'vitest'
import { toAgoText, toDurationText, toExactText, toPreciseDurationText, toTickingText, toWindowText } from './durations'

describe('a duration at a glance', () => {
  it.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [340, '340 ms'],
    [999.6, '999 ms'],
    [1_000, '1 s'],
    [3_140, '3.1 s'],
    [9_960, '9.9 s'],
    [34_900, '34 s'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [8_040_000, '2 h 14 min'],
    [172_800_000, '2 days'],
    [559_000_000, '6 days'],
  ])('A duration at a glance of %d ms is written as %s', (ms, text) => expect(toDurationText(ms)).toBe(text))
})

describe('a measured or configured duration', () => {
  it.each([
    [-1, '0 ms'],
    [500, '500 ms'],
    [1_000, '1 s'],
    [26_667, '26.7 s'],
    [34_100, '34.1 s'],
    [60_000, '60 s'],
    [119_949, '119.9 s'],
    [119_950, '2 min'],
    [125_400, '2 min 5 s'],
    [5_400_000, '1 h 30 min'],
    [259_200_000, '3 days'],
  ])('A measured or configured duration of %d ms is written as %s', (ms, text) => expect(toPreciseDurationText(ms)).toBe(text))
})

it('A clock that counts up changes once a second', () => {
  expect([400, 1_900, 12_300].map(toTickingText)).toEqual(['0 s', '1 s', '12 s'])
  expect([400, 3_900].map(toAgoText)).toEqual(['just now', '3 s ago'])
})

it('The exact text of a duration shows every millisecond', () => expect(toExactText(8_040_000)).toBe('8,040.000 s'))

it('A window has one unit, and one figure when both bounds round to it', () => {
  expect(toWindowText({ earliest: 26_667, latest: 42_000 })).toBe('27–42 s')
  expect(toWindowText({ earliest: 1_600, latest: 2_400 })).toBe('2 s')
})
