import 'server-only'

/** After a revision the bulk of all clusters rests for this many times its cost: it then uses half of the time, and input is still read. */
const sharedRest = 1
/** A storm of urgent revisions, as at the start of 200 clusters, must not delay bulk until it is out of date. */
const longestRestMs = 500

/** The time that all clusters of a process together may spend on bulk; urgent changes count towards it and never wait for it. */
export interface BulkBudget {
  readonly clock: () => number
  /** Whether bulk may run in this turn of the event loop. */
  mayRunNow(): boolean
  /** Runs when there is time, one after the other in the order of the calls. @returns cancels the request */
  ask(run: () => void): () => void
  spend(startedAt: number, cost: number): void
}

/**
 * One timer for all: two hundred timers, each checking for its turn, would use up the time they wait for.
 * @param isHurried while it is true there are no rests, but each revision has a turn of the event loop: input then waits for one revision
 * only
 */
export function createBulkBudget(clock: () => number = () => performance.now(), isHurried: () => boolean = () => false): BulkBudget {
  const waiting = new Set<() => void>()
  let freeAt = -Infinity
  let isArmed = false
  const isFree = () => freeAt <= clock()
  const arm = () => {
    if (isArmed) return
    isArmed = true
    if (isHurried() && isFree()) setImmediate(serve)
    else setTimeout(serve, Math.max(0, freeAt - clock()))
  }
  const serve = () => {
    isArmed = false
    for (const run of waiting) {
      if (!isFree()) return arm()
      waiting.delete(run)
      run()
      if (isHurried()) return void (waiting.size > 0 && arm())
    }
  }
  return {
    clock,
    mayRunNow: () => isFree() && !isHurried(),
    ask(run) {
      waiting.add(run)
      arm()
      return () => void waiting.delete(run)
    },
    spend(startedAt, cost) {
      if (!isHurried()) freeAt = restAfter({ freeAt, startedAt, cost, times: sharedRest })
    },
  }
}

/** When the next revision may run: after a rest of `times` the cost, and after what earlier costs still require. */
export function restAfter({ freeAt, startedAt, cost, times }: { freeAt: number; startedAt: number; cost: number; times: number }): number {
  return Math.min(Math.max(freeAt, startedAt) + cost * (times + 1), startedAt + cost + longestRestMs)
}
