import 'server-only'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { createThrottle } from './pace'

/** Changed rows follow each other no sooner than this, four times a second at most. */
export const rowsRestMs = 250
/** A changed verdict or leader waits less. */
export const urgentRestMs = 50
/** The browser draws each row already sent in that time: in a storm of hundreds it would do nothing else. */
const drawMs = 1
const longestRestMs = 1_000

export interface RowGatherer {
  put(row: ClusterSummary): void
  /** The whole list is sent instead: it contains the waiting rows. */
  forget(): void
  close(): void
}

/**
 * Sends rows at once after a quiet time, and then together: at the start of 200 clusters each changes several times, and browsers would
 * spend more on drawing each change than the start itself costs.
 * @param notify receives the newest of each row that changed; never empty
 */
export function gatherRows(notify: (rows: readonly ClusterSummary[]) => void): RowGatherer {
  const due = new Map<string, ClusterSummary>()
  const sent = new Map<string, string>()
  let drawingMs = 0
  const pace = createThrottle(() => {
    const rows = [...due.values()]
    due.clear()
    drawingMs = (rows.length - 1) * drawMs
    for (const row of rows) sent.set(row.id, toUrgent(row))
    if (rows.length > 0) notify(rows)
  })
  return {
    put(row) {
      due.set(row.id, row)
      const restMs = sent.get(row.id) === toUrgent(row) ? rowsRestMs : urgentRestMs
      pace.runAfter(Math.min(restMs + drawingMs, longestRestMs))
    },
    forget() {
      due.clear()
      sent.clear()
    },
    close: pace.stop,
  }
}

/** The parts of a row that an operator must see at once. */
function toUrgent({ level, leader }: ClusterSummary): string {
  return `${level} ${leader ?? ''}`
}
