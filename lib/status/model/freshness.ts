import { statusTimes } from './limits'
import type { ServingState } from './public-state'

export const staleAfterMs = statusTimes.staleAfter

/** Whether what was last observed at `observedAt` may still be claimed at `now`. A time in the future proves nothing either. */
export function isStale(observedAt: number | null, now: number): boolean {
  return observedAt === null || now - observedAt > staleAfterMs || observedAt - now > staleAfterMs
}

/** The state as of `now`: a stale state is unknown, whatever it was. */
export function deriveFreshState(state: ServingState, observedAt: number | null, now: number): ServingState {
  return isStale(observedAt, now) ? 'unknown' : state
}
