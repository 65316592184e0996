import { describe, expect, it } from 'vitest'
import { readDuration } from './across'

describe('a duration in a sentence', () => {
  it.each([
    ['340 ms', 340, 341],
    ['3.1 s', 3_100, 3_200],
    ['4 s', 4_000, 4_100],
    ['34 s', 34_000, 35_000],
    ['2 min 5 s', 125_000, 126_000],
    ['2 h 14 min', 8_040_000, 8_100_000],
  ])('The duration “%s” covers every value that rounds to it', (text, least, most) => expect(readDuration(text)).toEqual({ least, most }))

  it('A text without a duration is read as none', () => expect([readDuration('a while'), readDuration(undefined)]).toEqual([null, null]))
})
