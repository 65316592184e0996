import 'server-only'
import { createBulkBudget, restAfter, type BulkBudget } from './bulk-budget'

/** At most ten bulk revisions per second and cluster (DESIGN section 2). */
const bulkMs = 100
/** After a revision its cluster's bulk rests for this many times its cost: one busy cluster uses at most a fifth of the process's time. */
const ownRest = 4
/** Changes may arrive as fast as parts are prepared: after this many parts the revision is published. */
const mostParts = 8

export interface Publisher {
  /** Leadership, roles, verdict: published in the turn of the event loop in which they were observed. */
  urgent(): void
  /** Checkpoints, ages, jobs: collected, the first of a burst at once. */
  bulk(): void
  close(): void
}

/**
 * Decides when to publish. An urgent change includes all collected changes.
 * @param publish derives and publishes the revision; `urgent`: what can wait may be left out, if it requests a bulk one then
 * @param prepare does a part of the work of a bulk revision and returns whether it did; `publish` does the rest. Each
 *   part has a turn of the event loop, so that an urgent change waits for one of them and not for all
 */
export function createPublisher(
  publish: (urgency: 'urgent' | 'bulk') => void,
  budget: BulkBudget = createBulkBudget(),
  prepare: () => boolean = () => false,
): Publisher {
  const { clock } = budget
  let lastBulkAt = -Infinity
  let ownFreeAt = -Infinity
  /** Cancels the pending bulk revision; null: there is none. */
  let cancelPending: (() => void) | null = null
  let isQueued = false
  let isClosed = false
  let parts = 0

  const run = (isBulk: boolean) => {
    cancelPending?.()
    cancelPending = null
    isQueued = false
    if (isClosed) return
    const startedAt = clock()
    if (isBulk && parts < mostParts && prepare()) goOn()
    else {
      // An urgent revision does not delay the next bulk: it does not count as one of the ten.
      if (isBulk) lastBulkAt = startedAt
      parts = 0
      publish(isBulk ? 'bulk' : 'urgent')
    }
    const cost = clock() - startedAt
    ownFreeAt = restAfter({ freeAt: ownFreeAt, startedAt, cost, times: ownRest })
    budget.spend(startedAt, cost)
  }
  const goOn = () => {
    parts += 1
    const next = setImmediate(() => run(true))
    cancelPending = () => clearImmediate(next)
  }
  const queue = (isBulk: boolean) => {
    // Several sources may report in one turn of the event loop; a microtask joins them without a delay.
    if (isQueued || isClosed) return
    isQueued = true
    queueMicrotask(() => run(isBulk))
  }
  const runWhenFree = () => void (cancelPending = budget.ask(() => run(true)))
  return {
    urgent: () => queue(false),
    bulk() {
      if (cancelPending || isQueued || isClosed) return
      const wait = Math.max(lastBulkAt + bulkMs, ownFreeAt) - clock()
      if (wait <= 0) return budget.mayRunNow() ? queue(true) : runWhenFree()
      const timer = setTimeout(runWhenFree, wait)
      cancelPending = () => clearTimeout(timer)
    },
    close() {
      isClosed = true
      cancelPending?.()
    },
  }
}
