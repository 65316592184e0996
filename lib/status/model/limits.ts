import { minuteMs, secondMs } from '@/lib/base/durations'

/** Every duration by which public pages decide, ms. */
export const statusTimes = {
  /** A leader change that lasts as long is an outage, where the page sets no other threshold. */
  defaultThreshold: 10 * secondMs,
  longestThreshold: 10 * minuteMs,
  /** An incident waits so long under a new leader for its last phase. */
  watched: 10 * minuteMs,
  /** Phases that are reached so long after an incident ended are still written. */
  latePhases: 24 * 60 * minuteMs,
  /** A takeover that is so late no longer counts as one. */
  lateTakeover: 10 * secondMs,
  /** A pulse comes each second; a cluster that was silent for so long is not claimed any more. */
  staleAfter: 10 * secondMs,
  /** An outage that turns out to be older replaces the history written since its begin, at most so far back. */
  longestTakenBack: 10 * minuteMs,
  /** Resolved entries stay so long beside open ones. */
  recent: 24 * 60 * minuteMs,
} as const
