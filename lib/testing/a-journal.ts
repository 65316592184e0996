import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from '@/lib/journal/dialect'
import { openJournal, type JournalHearing, type JournalPlace } from '@/lib/journal/open'

export interface TestJournals {
  /** Another process's view of the same database, as far as one process can be two. */
  open(hearing?: JournalHearing): Promise<Journal>
  readonly place: JournalPlace
  close(): Promise<void>
}

/** An empty SQLite journal in a temporary folder, or one in the Postgres database named. */
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
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
