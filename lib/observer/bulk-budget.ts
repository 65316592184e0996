import 'server-only'

/** After a revision everybody's bulk rests for so many times what it cost: all together take half, and what is read still gets its turn. */
const SHARED_REST = 1
/** A storm of urgent revisions, as at the start of 200 clusters, must not leave bulk waiting until it is old. */
const LONGEST_REST_MS = 500

/** The time that all clusters of a process together may spend on bulk; urgent changes spend from it and never wait for it. */
export interface BulkBudget {
  readonly clock: () => number
  /** In this very turn of the event loop. */
  mayRunNow(): boolean
  /** Runs when there is time, one after the other in the order they asked. @returns takes the wish back */
  ask(run: () => void): () => void
  spend(startedAt: number, cost: number): void
}

/**
 * One timer for all: two hundred that each look whether it is their turn would spend the time they wait for.
 * @param isHurried while it says so nobody rests, but each has a turn of the event loop: what comes in waits for one revision only
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
      if (!isHurried()) freeAt = restAfter({ freeAt, startedAt, cost, times: SHARED_REST })
    },
  }
}

/** When what cost so much has rested for so many times of it, and for what it owed before. */
export function restAfter({ freeAt, startedAt, cost, times }: { freeAt: number; startedAt: number; cost: number; times: number }): number {
  return Math.min(Math.max(freeAt, startedAt) + cost * (times + 1), startedAt + cost + LONGEST_REST_MS)
}
