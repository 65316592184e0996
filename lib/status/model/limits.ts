import { minuteMs, secondMs } from '@/lib/base/durations'

/** Every time by which public pages decide, ms. */
export const statusTimes = {
  /** A leader change that takes as long is an outage, where the page sets nothing else. */
  defaultThreshold: 10 * secondMs,
  longestThreshold: 10 * minuteMs,
  /** An incident waits so long under a new leader for its last phase. */
  watched: 10 * minuteMs,
  /** Phases that are reached so long after an incident ended are still written. */
  latePhases: 24 * 60 * minuteMs,
  /** A takeover that is so late is none any more. */
  lateTakeover: 10 * secondMs,
  /** A pulse comes each second; what was not heard of for so long is not claimed any more. */
  staleAfter: 10 * secondMs,
  /** An outage that turns out to be older takes back what was written of the time since, at most so far. */
  longestTakenBack: 10 * minuteMs,
  /** What is resolved stays so long beside what is open. */
  recent: 24 * 60 * minuteMs,
} as const
