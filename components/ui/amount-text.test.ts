import { describe, expect, it } from 'vitest'
import { toCount } from '@/lib/base/counts'
import { toBytesText, toCountText, toOrdinal, toShortId } from './amount-text'

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [12_288, '12 kB'],
    [5_312, '5.3 kB'],
    [999_999, '1 MB'],
    [1_900_000_000, '1.9 GB'],
  ])('The amount of %d bytes reads %s', (bytes, text) => expect(toBytesText(bytes)).toBe(text))
  it('The digits of numbers and of very long ids are grouped', () => {
    expect(toCountText(4182)).toBe('4,182')
    expect(toCountText('9223372036854775807')).toBe('9,223,372,036,854,775,807')
  })
  it('A count reads as singular or plural', () =>
    expect([toCount(1, 'job'), toCount(0, 'job'), toCount(2, 'entry', 'entries')]).toEqual(['1 job', '0 jobs', '2 entries']))
  it('A place reads as an ordinal', () =>
    expect([1, 2, 3, 4, 11, 12, 13, 21].map(toOrdinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st']))
  it('Only a long id loses its middle', () => {
    expect(toShortId('899ba4fa6c1f1c6f4c4d9b1c7fd2d98c')).toBe('899ba4fa…d98c')
    expect(toShortId('0x1000')).toBe('0x1000')
  })
})
