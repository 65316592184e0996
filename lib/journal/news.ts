import 'server-only'
import { getLog } from '@/lib/observer/log'

/** What the activity is made from: whoever shows it wants to know when one of these was written. */
export const toldTables = ['events', 'terms', 'findings', 'operations', 'audit', 'status_updates'] as const

/** Tells that something to show was written, by this process or another one; not what. */
export interface JournalNews {
  /** @returns stop */
  subscribe(listener: () => void): () => void
  tell(): void
}

declare global {
  var understudyJournalNews: JournalNews | undefined
}

/** Of this process, on globalThis like the journal itself, and beyond one journal: it may be opened anew. */
export function getJournalNews(): JournalNews {
  globalThis.understudyJournalNews ??= createNews()
  return globalThis.understudyJournalNews
}

function createNews(): JournalNews {
  const listeners = new Set<() => void>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell() {
      for (const listener of [...listeners]) tellOne(listener)
    },
  }
}

/** Whoever wrote must not fail because somebody who reads did. */
function tellOne(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    getLog().error({ err: error }, 'A reader of the journal could not take news.')
  }
}
