import { describe, expect, it } from 'vitest'
import { compareNames } from './compare-names'

describe('compareNames', () => {
  it('reads numbers as numbers', () => {
    expect(['jm-10:8081', 'jm-2:8082', 'jm-2:8081'].sort(compareNames)).toEqual(['jm-2:8081', 'jm-2:8082', 'jm-10:8081'])
  })

  it('takes no heed of case before letters are the same', () => {
    expect(['b', 'B2', 'a', 'A1'].sort(compareNames)).toEqual(['a', 'A1', 'b', 'B2'])
  })
})
