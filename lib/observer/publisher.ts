import 'server-only'

/** At most ten bulk revisions a second and cluster (DESIGN section 2). */
const BULK_MS = 100
/** After a revision bulk rests for so many times what it cost: making them takes a fifth of the process's time, not more. */
const REST_FOR_COST = 4
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
}

export function createBulkBudget(): BulkBudget {
  return { freeAt: -Infinity }
}

/**
 * Decides when to publish. An urgent change takes along whatever was gathered.
 * @param publish makes and hands out the revision; `urgent`: what can wait may be left out, if it asks for a bulk one then
 */
export function createPublisher(publish: (urgency: 'urgent' | 'bulk') => void, budget: BulkBudget = createBulkBudget(), clock: () => number = () => performance.now()): Publisher {
  let lastBulkAt = -Infinity
  let timer: NodeJS.Timeout | null = null
  let isQueued = false
  let isClosed = false

  const run = (isBulk: boolean) => {
    if (timer) clearTimeout(timer)
    timer = null
    isQueued = false
    if (isClosed) return
    const startedAt = clock()
    // An urgent revision does not put off the next bulk: it was not one of the ten.
    if (isBulk) lastBulkAt = startedAt
    publish(isBulk ? 'bulk' : 'urgent')
    const cost = clock() - startedAt
    budget.freeAt = Math.min(Math.max(budget.freeAt, startedAt) + cost * (REST_FOR_COST + 1), startedAt + cost + LONGEST_REST_MS)
  }
  const queue = (isBulk: boolean) => {
    // Several sources may speak in one turn; a microtask joins them without waiting for anything.
    if (isQueued || isClosed) return
    isQueued = true
    queueMicrotask(() => run(isBulk))
  }
  const runWhenFree = () => {
    timer = null
    // Another cluster may have been quicker; timers of equal length keep their order, so everyone has its turn.
    const wait = budget.freeAt - clock()
    if (wait <= 0) run(true)
    else timer = setTimeout(runWhenFree, wait)
  }
  return {
    urgent: () => queue(false),
    bulk() {
      if (timer || isQueued || isClosed) return
      const wait = Math.max(lastBulkAt + BULK_MS, budget.freeAt) - clock()
      if (wait <= 0) queue(true)
      else timer = setTimeout(runWhenFree, wait)
    },
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
