import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from '@/lib/journal/dialect'
import { openJournal, type JournalHearing, type JournalPlace } from '@/lib/journal/open'

export interface TestJournals {
  /** Opens the same database again, standing in for another process. */
  open(hearing?: JournalHearing): Promise<Journal>
  readonly place: JournalPlace
  close(): Promise<void>
}

/** An empty SQLite journal in a temporary folder, or one in the given Postgres database. */
export function aJournalPlace(databaseUrl: string | null = null): TestJournals {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-journal-'))
  const place = { dataDir, databaseUrl }
  const opened: Journal[] = []
  return {
    place,
    async open(hearing) {
      const journal = await openJournal(place, hearing)
      opened.push(journal)
      return journal
    },
    async close() {
      for (const journal of opened.splice(0)) await journal.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 25 })
    },
  }
}
