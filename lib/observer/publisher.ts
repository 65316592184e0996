import 'server-only'

/** At most ten bulk revisions a second and cluster (DESIGN section 2). */
const BULK_MS = 100
/** A cluster whose revision takes long to make gets fewer: making them never takes more than a fifth of the time. */
const REST_FOR_COST = 4

export interface Publisher {
  /** Leadership, roles, verdict: published in the turn of the event loop in which they were seen. */
  urgent(): void
  /** Checkpoints, ages, jobs: gathered, the first of a burst at once. */
  bulk(): void
  close(): void
}

/**
 * Decides when to publish. An urgent change takes along whatever was gathered.
 * @param publish makes and hands out the revision
 */
export function createPublisher(publish: () => void, clock: () => number = Date.now): Publisher {
  let lastAt = -Infinity
  let lastCost = 0
  let timer: NodeJS.Timeout | null = null
  let isQueued = false
  let isClosed = false

  const run = () => {
    if (timer) clearTimeout(timer)
    timer = null
    isQueued = false
    if (isClosed) return
    lastAt = clock()
    publish()
    lastCost = clock() - lastAt
  }
  return {
    urgent() {
      // Several sources may speak in one turn; a microtask joins them without waiting for anything.
      if (isQueued || isClosed) return
      isQueued = true
      queueMicrotask(run)
    },
    bulk() {
      if (timer || isQueued || isClosed) return
      const wait = lastAt + Math.max(BULK_MS, lastCost * (REST_FOR_COST + 1)) - clock()
      if (wait <= 0) this.urgent()
      else timer = setTimeout(run, wait)
    },
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
