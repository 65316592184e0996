import { expect, it } from 'vitest'
import { joinNames, showDuration } from './words'

it('durations are said in the unit that fits', () => {
  expect([500, 1_000, 26_667, 60_000, 120_000, 125_000].map(showDuration)).toEqual(['500 ms', '1 s', '26.7 s', '60 s', '2 min', '125 s'])
})

it('names are joined, and many are cut', () => {
  expect(['', 'a', 'a b', 'a b c', 'a b c d e f g'].map((text) => joinNames(text === '' ? [] : text.split(' ')))).toEqual(['', 'a', 'a and b', 'a, b and c', 'a, b, c, d, e and 2 more'])
})
