import 'server-only'

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

/** How long to wait before the next try. Jitter between half and all of it, so that many clients do not come back in step. */
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
    const { stepMs, firstMs, mostMs } = this.limits
    const whole = roundEnded ? Math.min(mostMs, firstMs * 2 ** this.rounds) : stepMs
    if (roundEnded && this.rounds < 30) this.rounds++
    return whole * (0.5 + this.random() / 2)
  }

  /** Resets only after a connection that was worth it: one that is cut again at once must not undo the growth. */
  connectionHeld(ms: number): boolean {
    const stable = ms >= this.limits.stableMs
    if (stable) this.rounds = 0
    return stable
  }
}
