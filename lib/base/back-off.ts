export interface BackoffDelays {
  firstMs: number
  /** The cap: it never grows beyond. */
  mostMs: number
}

/** How long to wait after `earlier` + 1 failures in a row: `firstMs`, doubled by each earlier one up to `mostMs`. */
export function deriveBackoffMs(earlier: number, { firstMs, mostMs }: BackoffDelays): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(earlier, 0), 30))
}

/** Between half and all of it, so that many that failed at once do not come back in step. */
export function jitter(ms: number, random: () => number = Math.random): number {
  return ms * (0.5 + random() / 2)
}
