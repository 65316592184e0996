import 'server-only'
import { createListeners } from '@/lib/base/listeners'
import type { Journal } from '@/lib/journal/dialect'
import { readHead } from '@/lib/status/store/head'
import { readStatus, toSpans, type SpanCache } from '@/lib/status/store/read-status'
import type { StoredStatus } from '@/lib/status/model/stored-page'

const lookMs = 50

/**
 * The last good reading of the database, kept current by polling one row twenty times a second. When the database is gone, the reading
 * ages.
 */
export interface StatusStore {
  /** null: it was never read since this process began. */
  current(): { status: StoredStatus; version: number } | null
  /** Polls now; for callers that know of a write. */
  look(): Promise<void>
  /** Called after each reading that brought a new version or a new pulse. */
  onRead(listener: () => void): void
  close(): void
}

/** @param onProblem called with each new problem, and with null when it is over */
export function createStatusStore(journal: () => Promise<Journal>, onProblem: (problem: unknown) => void): StatusStore {
  const listeners = createListeners<void>()
  const cache: SpanCache = { spans: [] }
  let current: { status: StoredStatus; version: number } | null = null
  let looking: Promise<void> | null = null
  let pulse = ''
  let isClosed = false

  const read = async () => {
    const opened = await journal()
    const head = await readHead(opened)
    const seen = JSON.stringify(head.observedAt)
    if (current?.version === head.version && seen === pulse) return
    const status =
      current?.version === head.version
        ? { ...current.status, observedAt: head.observedAt, spans: toSpans(cache.spans, head.observedAt) }
        : await readStatus(opened, head, cache, Date.now())
    current = { status, version: head.version }
    pulse = seen
    listeners.emit()
  }
  const look = () => {
    looking ??= read()
      .then(() => onProblem(null), onProblem)
      .finally(() => (looking = null))
    return looking
  }
  const turn = () => {
    if (isClosed) return
    void look().then(() => setTimeout(turn, lookMs).unref())
  }
  turn()
  return { current: () => current, look, onRead: (listener) => void listeners.add(listener), close: () => void (isClosed = true) }
}
