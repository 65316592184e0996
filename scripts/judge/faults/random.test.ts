import { describe, expect, it } from 'vitest'
import { createChance } from './random'

describe('a seeded generator', () => {
  const draw = (seed: number) => {
    const chance = createChance(seed)
    return Array.from({ length: 20 }, () => chance.between(1, 6))
  }

  it('A seeded generator draws the same for the same seed and other values for another seed', () => {
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('A seeded generator reaches both bounds and nothing beyond', () => {
    const chance = createChance(1)
    const drawn = new Set(Array.from({ length: 1_000 }, () => chance.between(1, 6)))
    expect([...drawn].sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('A seeded generator picks from a list, and throws for an empty list', () => {
    const chance = createChance(1)
    expect(['a', 'b']).toContain(chance.pick(['a', 'b']))
    expect(() => chance.pick([])).toThrow('nothing to pick from')
  })
})
