import { describe, expect, it } from 'vitest'
import { compareNames } from './compare-names'

describe('compareNames', () => {
  it('Names with numbers are sorted by the value of the numbers', () => {
    expect(['jm-10:8081', 'jm-2:8082', 'jm-2:8081'].sort(compareNames)).toEqual(['jm-2:8081', 'jm-2:8082', 'jm-10:8081'])
  })

  it('Names are sorted by letter first and by case only between equal letters', () => {
    expect(['b', 'B2', 'a', 'A1'].sort(compareNames)).toEqual(['a', 'A1', 'b', 'B2'])
  })
})
