import 'server-only'

/** At most ten bulk revisions a second and cluster (DESIGN section 2). */
const BULK_MS = 100
/** After a revision its cluster's bulk rests for so many times what it cost: one busy cluster takes a fifth of the process's time, not more. */
const OWN_REST = 4
/** And everybody's bulk for so many times: all together take half, and 200 clusters that start at once are still shown within seconds. */
const SHARED_REST = 1
/** A storm of urgent revisions, as at the start of 200 clusters, must not leave bulk waiting until it is old. */
const LONGEST_REST_MS = 500

export interface Publisher {
  /** Leadership, roles, verdict: published in the turn of the event loop in which they were seen. */
  urgent(): void
  /** Checkpoints, ages, jobs: gathered, the first of a burst at once. */
  bulk(): void
  close(): void
}

/** The time that all clusters of a process together may spend on bulk; urgent changes spend from it and never wait for it. */
export interface BulkBudget {
  freeAt: number
  clock: () => number
  /** Runs when there is time, one after the other in the order they asked. @returns takes the wish back */
  ask(run: () => void): () => void
}

/** One timer for all: two hundred that each look whether it is their turn would spend the time they wait for. */
export function createBulkBudget(clock: () => number = () => performance.now()): BulkBudget {
  const waiting = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  const arm = () => (timer ??= setTimeout(serve, Math.max(0, budget.freeAt - clock())))
  const serve = () => {
    timer = null
    for (const run of waiting) {
      if (budget.freeAt > clock()) return void arm()
      waiting.delete(run)
      run()
    }
  }
  const budget: BulkBudget = {
    freeAt: -Infinity,
    clock,
    ask(run) {
      waiting.add(run)
      arm()
      return () => void waiting.delete(run)
    },
  }
  return budget
}

/**
 * Decides when to publish. An urgent change takes along whatever was gathered.
 * @param publish makes and hands out the revision; `urgent`: what can wait may be left out, if it asks for a bulk one then
 */
export function createPublisher(publish: (urgency: 'urgent' | 'bulk') => void, budget: BulkBudget = createBulkBudget()): Publisher {
  const { clock } = budget
  let lastBulkAt = -Infinity
  let ownFreeAt = -Infinity
  /** Takes back the bulk revision that waits; null: none does. */
  let takeBack: (() => void) | null = null
  let isQueued = false
  let isClosed = false

  const run = (isBulk: boolean) => {
    takeBack?.()
    takeBack = null
    isQueued = false
    if (isClosed) return
    const startedAt = clock()
    // An urgent revision does not put off the next bulk: it was not one of the ten.
    if (isBulk) lastBulkAt = startedAt
    publish(isBulk ? 'bulk' : 'urgent')
    const cost = clock() - startedAt
    const rest = (freeAt: number, times: number) => Math.min(Math.max(freeAt, startedAt) + cost * (times + 1), startedAt + cost + LONGEST_REST_MS)
    ownFreeAt = rest(ownFreeAt, OWN_REST)
    budget.freeAt = rest(budget.freeAt, SHARED_REST)
  }
  const queue = (isBulk: boolean) => {
    // Several sources may speak in one turn; a microtask joins them without waiting for anything.
    if (isQueued || isClosed) return
    isQueued = true
    queueMicrotask(() => run(isBulk))
  }
  const runWhenFree = () => void (takeBack = budget.ask(() => run(true)))
  return {
    urgent: () => queue(false),
    bulk() {
      if (takeBack || isQueued || isClosed) return
      const wait = Math.max(lastBulkAt + BULK_MS, ownFreeAt) - clock()
      if (Math.max(wait, budget.freeAt - clock()) <= 0) return queue(true)
      if (wait <= 0) return runWhenFree()
      const timer = setTimeout(runWhenFree, wait)
      takeBack = () => clearTimeout(timer)
    },
    close() {
      isClosed = true
      takeBack?.()
    },
  }
}
