/** A scale of time that begins at 0. */
export interface TimeScale {
  /** ms that its whole length stands for. */
  spanMs: number
  /** ms from its begin. */
  ticks: number[]
}

const steps = [100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000] as const
const mostTicks = 8

/** A scale with room for `latestMs`; it grows in half steps, so that it seldom moves. */
export function makeTimeScale(latestMs: number): TimeScale {
  const wanted = Math.max(latestMs * 1.02, 500)
  const step = steps.find((one) => wanted / one <= mostTicks) ?? Math.ceil(wanted / mostTicks / 3_600_000) * 3_600_000
  const spanMs = Math.ceil((wanted / step) * 2) * (step / 2)
  return { spanMs, ticks: Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step) }
}
