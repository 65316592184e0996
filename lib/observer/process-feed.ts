import 'server-only'
import { known, unknown, type Observed } from '@/lib/model/observed'
import type { HostProcess } from '@/lib/model/facts'

/** Reading the whole process table costs milliseconds: often enough to prove a death at once, never in a loop. */
const LEAST_BETWEEN_MS = 150

export interface ProcessFeed {
  readonly processes: Observed<readonly HostProcess[]>
  /** The table is wanted as it is after this moment. */
  refresh(): void
  onChange(listener: () => void): () => void
  close(): void
}

/** The process table of this host, read when a link changed; one for all clusters. */
export function createProcessFeed(read: () => Promise<HostProcess[]>, clock: () => number = Date.now): ProcessFeed {
  const listeners = new Set<() => void>()
  let processes: Observed<readonly HostProcess[]> = unknown('hosts', clock(), 'the process table was not read yet')
  let running: Promise<void> | null = null
  let isWantedAgain = false
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  async function readOnce() {
    const startedAt = clock()
    try {
      processes = known('hosts', startedAt, await read())
    } catch (error) {
      processes = unknown('hosts', startedAt, `the process table cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (!isClosed) for (const listener of listeners) listener()
  }
  function start() {
    isWantedAgain = false
    running = readOnce().finally(() => {
      running = null
      if (isWantedAgain && !isClosed) timer ??= setTimeout(() => ((timer = null), start()), LEAST_BETWEEN_MS)
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
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
