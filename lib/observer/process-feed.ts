import 'server-only'
import { toMessage } from '@/lib/base/errors'
import { createListeners } from '@/lib/base/listeners'
import { known, unknown, type Observed } from '@/lib/model/observed'
import type { HostProcess } from '@/lib/model/facts'

/** Reading the whole process table costs milliseconds: often enough to prove an exit at once, never in a loop. */
const leastBetweenMs = 150
/** On a busy host a reading takes long; then it rests for this many times as long, so that the rest of this program continues. */
const restForCost = 5
const longestRestMs = 1_000

export interface ProcessFeed {
  readonly processes: Observed<readonly HostProcess[]>
  /** Requests a reading that begins after this moment. */
  refresh(): void
  /** Called after each reading; `isDifferent`: the processes differ from those of the reading before. */
  onReading(listener: (isDifferent: boolean) => void): () => void
  close(): void
}

/** The process table of this host, read when a link changed; one for all clusters. */
export function createProcessFeed(read: () => Promise<HostProcess[]>, clock: () => number = Date.now): ProcessFeed {
  const listeners = createListeners<boolean>()
  let processes: Observed<readonly HostProcess[]> = unknown('hosts', clock(), 'the process table was not read yet')
  let running: Promise<void> | null = null
  let isWantedAgain = false
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  async function readOnce() {
    const startedAt = clock()
    const before = processes
    try {
      processes = known('hosts', startedAt, await read())
    } catch (error) {
      processes = unknown('hosts', startedAt, `the process table cannot be read: ${toMessage(error)}`)
    }
    const isDifferent = toKey(before) !== toKey(processes)
    if (!isClosed) listeners.emit(isDifferent)
  }
  function start() {
    isWantedAgain = false
    const startedAt = clock()
    running = readOnce().finally(() => {
      running = null
      const restMs = Math.min(longestRestMs, Math.max(leastBetweenMs, restForCost * (clock() - startedAt)))
      if (isWantedAgain && !isClosed) timer ??= setTimeout(() => ((timer = null), start()), restMs)
    })
  }
  return {
    get processes() {
      return processes
    },
    refresh() {
      if (isClosed) return
      if (running || timer) isWantedAgain = true
      else start()
    },
    onReading: listeners.add,
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}

function toKey(processes: Observed<readonly HostProcess[]>): string {
  return processes.known ? JSON.stringify(processes.value) : processes.reason
}

/**
 * One cluster's subscription to the table: notified of a changed table, and of the one it requested even if that is
 * unchanged, because that proves something too. An unchanged reading requested by another cluster is not notified.
 */
export function followProcesses(feed: ProcessFeed, onChanges: () => void, clock: () => number = Date.now): { ask(): void; close(): void } {
  let askedAt: number | null = null
  const stop = feed.onReading((isDifferent) => {
    const { processes } = feed
    const isAwaited = askedAt !== null
    // `at` is when the reading began: one that was already under way does not count as the requested one.
    const at = Date.parse(processes.known ? processes.at : processes.since)
    if (askedAt !== null && at >= askedAt) askedAt = null
    if (isDifferent || isAwaited) onChanges()
  })
  return {
    ask() {
      askedAt = clock()
      feed.refresh()
    },
    close: stop,
  }
}
