import 'server-only'
import type { Clock } from '@/lib/base/clock'

/** A little over two seconds, so that with an occasional early request the mean stays below one in two seconds. */
const IDLE_MS = 2_100
const HASTE_MS = 1_000
const RECOVERY_MS = 500
/** Early requests use credits: a tree that changes all the time must not double the rate for ever. */
const MOST_CREDITS = 5
const CREDIT_EVERY_MS = 60_000
const LONGEST_RECOVERY_MS = 60_000

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
  let credits = MOST_CREDITS
  let creditAt = clock.now()
  let isHasty = false
  let recoveringUntil = 0
  const isRecovering = (): boolean => clock.now() < recoveringUntil
  const refill = (): void => {
    const earned = Math.floor((clock.now() - creditAt) / CREDIT_EVERY_MS)
    if (earned <= 0) return
    creditAt += earned * CREDIT_EVERY_MS
    credits = Math.min(MOST_CREDITS, credits + earned)
  }
  return {
    nextAt: () => lastStart + (isRecovering() ? RECOVERY_MS : isHasty ? HASTE_MS : IDLE_MS),
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
    followRecovery: () => void (recoveringUntil = clock.now() + LONGEST_RECOVERY_MS),
    recovered: () => void (recoveringUntil = 0),
    get isRecovering() {
      return isRecovering()
    },
  }
}
