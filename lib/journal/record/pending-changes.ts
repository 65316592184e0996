import 'server-only'
import type { Change } from './change'

const mostPending = 20_000

/** Changes that are not on disk yet, oldest first, and bounded. */
export interface PendingChanges {
  all(): readonly Change[]
  /** Without a database for very long, the oldest are dropped. @returns since when nothing is missing; null: nothing was dropped */
  push(changes: readonly Change[]): number | null
  /** The written changes are on disk. */
  acknowledge(written: readonly Change[]): void
  /** Another replica writes: keeps changes that it may not have written yet. @param oldest ms */
  forget(oldest: number): void
}

export function createPendingChanges(): PendingChanges {
  let pending: Change[] = []
  return {
    all: () => pending,
    push(changes) {
      pending.push(...changes)
      if (pending.length <= mostPending) return null
      pending = pending.slice(-mostPending / 2)
      return pending[0]?.at ?? null
    },
    acknowledge(written) {
      const done = new Set(written)
      pending = pending.filter((change) => !done.has(change))
    },
    forget(oldest) {
      pending = pending.filter((change) => change.at >= oldest && change.kind !== 'snapshot')
    },
  }
}
