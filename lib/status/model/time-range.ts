/** A stretch of time: epoch ms, `to` not included. */
export interface TimeRange {
  from: number
  to: number
}
