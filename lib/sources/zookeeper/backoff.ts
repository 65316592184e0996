import 'server-only'
import { deriveBackoffMs, jitter } from '@/lib/base/back-off'

export interface BackoffLimits {
  /** between two members of one round */
  stepMs: number
  /** after the first round in vain; doubles each round */
  firstMs: number
  mostMs: number
  /** a connection that held this long starts over with short pauses */
  stableMs: number
}

export const defaultBackoff: BackoffLimits = { stepMs: 50, firstMs: 250, mostMs: 5000, stableMs: 5000 }

/** Delay before the next attempt: short between members, growing after each round. */
export class Backoff {
  private readonly limits: BackoffLimits
  private readonly random: () => number
  private rounds = 0

  constructor(limits: BackoffLimits = defaultBackoff, random: () => number = Math.random) {
    this.limits = limits
    this.random = random
  }

  /** `roundEnded`: every member was tried since the last long pause. */
  nextMs(roundEnded: boolean): number {
    return jitter(roundEnded ? deriveBackoffMs(this.rounds++, this.limits) : this.limits.stepMs, this.random)
  }

  /** Resets only after a connection that lasted: one that is cut again at once must not undo the growth. */
  connectionHeld(ms: number): boolean {
    const stable = ms >= this.limits.stableMs
    if (stable) this.rounds = 0
    return stable
  }
}
