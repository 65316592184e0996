import { describe, expect, it } from 'vitest'
import { toCount, toDurationWords, toList, toWindowWords } from './words'

describe('words', () => {
  it.each([
    [0, '0.0 s'], [420, '0.4 s'], [6_240, '6.2 s'], [9_960, '10 s'], [34_100, '34 s'], [100_000, '1 min 40 s'],
    [250_000, '4 min 10 s'], [1_200_000, '20 min'], [8_040_000, '2 h 14 min'], [3_600_000, '1 h'], [273_600_000, '3 d 4 h'], [-5, '0.0 s'],
  ])('says %d ms as %s', (ms, words) => {
    expect(toDurationWords(ms)).toBe(words)
  })

  it('says the window in whole seconds', () => {
    expect(toWindowWords({ earliest: 26_667, latest: 42_000 })).toBe('27–42 s')
  })

  it('counts and lists as people do', () => {
    expect(toCount(1, 'job')).toBe('1 job')
    expect(toCount(0, 'job')).toBe('0 jobs')
    expect(toList(['a'])).toBe('a')
    expect(toList(['a', 'b'])).toBe('a and b')
    expect(toList(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
    expect(toList([])).toBe('')
  })
})
