/** Repeatable random numbers: the same seed brings the same faults in the same order (mulberry32). */
export interface Chance {
  /** 0 to 1, 1 excluded. */
  next(): number
  /** Whole number, both bounds included. */
  between(least: number, most: number): number
  pick<T>(from: readonly T[]): T
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    pick(from) {
      const found = from[between(0, from.length - 1)]
      if (found === undefined) throw new Error('There is nothing to pick from.')
      return found
    },
  }
}
