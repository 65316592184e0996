import 'server-only'
import type { Clock } from '@/lib/base/clock'

/** A little over two seconds, so that with an occasional early request the mean stays below one in two seconds. */
const idleMs = 2_100
const hasteMs = 1_000
const recoveryMs = 500
/** Early requests use credits: a tree that changes all the time must not double the rate for ever. */
const mostCredits = 5
const creditEveryMs = 60_000
const longestRecoveryMs = 60_000

export interface RequestBudget {
  /** Epoch ms from which the next request may be made. */
  nextAt(): number
  started(): void
  /** Allows the next request after a second. */
  hasten(): void
  /** Twice a second until `recovered`, a minute at most. */
  followRecovery(): void
  recovered(): void
  readonly isRecovering: boolean
}

/** Limits the rate of requests to one JobManager. */
export function createRequestBudget(clock: Clock): RequestBudget {
  let lastStart = -Infinity
  let credits = mostCredits
  let creditAt = clock.now()
  let isHasty = false
  let recoveringUntil = 0
  const isRecovering = (): boolean => clock.now() < recoveringUntil
  const refill = (): void => {
    const earned = Math.floor((clock.now() - creditAt) / creditEveryMs)
    if (earned <= 0) return
    creditAt += earned * creditEveryMs
    credits = Math.min(mostCredits, credits + earned)
  }
  return {
    nextAt: () => lastStart + (isRecovering() ? recoveryMs : isHasty ? hasteMs : idleMs),
    started() {
      lastStart = clock.now()
      isHasty = false
    },
    hasten() {
      refill()
      if (isHasty || credits === 0) return
      credits -= 1
      isHasty = true
    },
    followRecovery: () => void (recoveringUntil = clock.now() + longestRecoveryMs),
    recovered: () => void (recoveringUntil = 0),
    get isRecovering() {
      return isRecovering()
    },
  }
}
