import { expect, it } from 'vitest'
import { toCount, toList } from './counts'

it('A count takes the plural of its noun and separates thousands', () => {
  expect([toCount(1, 'job'), toCount(0, 'job'), toCount(1_200, 'job'), toCount(2, 'entry', 'entries')]).toEqual([
    '1 job',
    '0 jobs',
    '1,200 jobs',
    '2 entries',
  ])
})

it('A list of names is cut behind its limit', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect([0, 1, 2, 3, 7].map((length) => toList(names.slice(0, length)))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
    'a, b, c, d, e and 2 more',
  ])
  expect(toList(names, 2)).toBe('a, b and 5 more')
})
