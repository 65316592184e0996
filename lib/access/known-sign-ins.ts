import 'server-only'
import { getLog } from '@/lib/base/log'
import type { SignedIn } from './signed-in'

/** A revocation counts at once in this process and within this time in every other one. */
const freshMs = 2_000
/** How long readers may go on reading while the database cannot be reached. */
const graceMs = 10 * 60_000
const mostKnown = 10_000

interface Known {
  askedAt: number
  answer: Promise<SignedIn | null>
  /** When it was last confirmed. */
  good: { at: number; signedIn: SignedIn } | null
}

/**
 * Recently confirmed sign-ins. A page makes a dozen requests at once and streams are checked every two seconds; one query is enough for all
 * of them.
 *
 * When the database cannot be reached, those whose sign-in was valid a moment ago go on as viewers for ten minutes: an outage of the
 * database must not blind the people who watch a cluster. They change nothing meanwhile, and no new sign-in is accepted.
 */
export class KnownSignIns {
  private readonly known = new Map<string, Known>()

  constructor(private readonly now: () => number = Date.now) {}

  find(credential: string, lookUp: () => Promise<SignedIn | null>): Promise<SignedIn | null> {
    const before = this.known.get(credential)
    if (before && this.now() - before.askedAt < freshMs) return before.answer.then((signedIn) => this.whileItHolds(signedIn))
    const one: Known = { askedAt: this.now(), good: before?.good ?? null, answer: Promise.resolve(null) }
    one.answer = lookUp().then(
      (signedIn) => {
        one.good = signedIn && { at: this.now(), signedIn }
        if (signedIn === null) this.drop(credential, one)
        return signedIn
      },
      (error: unknown) => this.withGrace(credential, one, error),
    )
    this.known.delete(credential)
    this.known.set(credential, one)
    this.keepBounded()
    return one.answer
  }

  clear(): void {
    this.known.clear()
  }

  private whileItHolds(signedIn: SignedIn | null): SignedIn | null {
    return signedIn !== null && signedIn.until > this.now() ? signedIn : null
  }

  private withGrace(credential: string, one: Known, error: unknown): SignedIn {
    const { good } = one
    if (good === null || this.now() - good.at > graceMs || good.signedIn.until <= this.now()) {
      this.drop(credential, one)
      throw error
    }
    getLog().warn({ err: error }, 'Sign-ins cannot be looked up; those that just held go on as viewers.')
    return { ...good.signedIn, actor: { ...good.signedIn.actor, role: 'viewer' } }
  }

  private drop(credential: string, one: Known): void {
    if (this.known.get(credential) === one) this.known.delete(credential)
  }

  private keepBounded(): void {
    for (const credential of this.known.keys()) {
      if (this.known.size <= mostKnown) return
      this.known.delete(credential)
    }
  }
}
