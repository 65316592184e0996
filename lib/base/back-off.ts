export interface BackoffDelays {
  firstMs: number
  /** Upper limit of the delay. */
  mostMs: number
}

/** Delay after `earlier` + 1 failures in a row: `firstMs`, doubled by each earlier one up to `mostMs`. */
export function deriveBackoffMs(earlier: number, { firstMs, mostMs }: BackoffDelays): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(earlier, 0), 30))
}

/** A random delay between half and all of `ms`, so that many clients that failed at once do not retry at the same time. */
export function jitter(ms: number, random: () => number = Math.random): number {
  return ms * (0.5 + random() / 2)
}
