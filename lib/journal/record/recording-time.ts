import 'server-only'

/** Clocks are set back a little all the time; more than this is treated as a clock that was set back on purpose. */
const backwardsMs = 60_000
/** A snapshot is received right after it was made: then its own time counts, which its events carry too. */
const freshMs = 3_000

export interface RecordingTime {
  /**
   * The time to write; it never runs backwards within one observation.
   * @param madeAt when the snapshot to write was made, ms
   */
  tick(madeAt?: number): { at: number; wasSetBack: boolean }
  /** The time written last; 0: none yet. */
  lastAt(): number
}

export function createRecordingTime(now: () => number): RecordingTime {
  let lastAt = 0
  return {
    tick(madeAt = Infinity) {
      const heardAt = now()
      const at = heardAt >= madeAt && heardAt - madeAt < freshMs ? madeAt : heardAt
      const wasSetBack = lastAt - at > backwardsMs
      lastAt = wasSetBack ? at : Math.max(at, lastAt)
      return { at: lastAt, wasSetBack }
    },
    lastAt: () => lastAt,
  }
}
