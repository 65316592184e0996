import 'server-only'
import type { Kysely } from 'kysely'
import type { Journal } from './dialect'
import { migrate } from './migrate'
import type { ChangeTopic } from './changes'
import { listenForChanges } from './postgres/listen'
import { openPostgres } from './postgres/open'
import { openSqlite } from './sqlite/open'

export interface JournalPlace {
  /** Absolute path; SQLite's file is in it. */
  dataDir: string
  /** `postgres://…`; null: SQLite. */
  databaseUrl: string | null
}

export interface JournalHearing {
  /** The journal became unusable without being closed. */
  onLost?: (cause: Error) => void
  /** Data that pages show was written: by this process, and on Postgres by any other. */
  onChanges?: (topics: readonly ChangeTopic[]) => void
}

/**
 * Opens the journal's database and brings its schema forward.
 * @throws JournalError with a sentence for the screen
 */
export async function openJournal(
  { dataDir, databaseUrl }: JournalPlace,
  { onLost = () => undefined, onChanges }: JournalHearing = {},
): Promise<Journal> {
  const dialect = databaseUrl === null ? 'sqlite' : 'postgres'
  const db = databaseUrl === null ? await openSqlite(dataDir, onLost, onChanges ?? (() => undefined)) : await openPostgres(databaseUrl)
  try {
    await migrate(db as unknown as Kysely<unknown>, dialect)
  } catch (error) {
    await db.destroy().catch(() => undefined)
    throw error
  }
  const listening = databaseUrl !== null && onChanges ? listenForChanges(databaseUrl, onChanges) : null
  return {
    db,
    dialect,
    async close() {
      await listening?.close()
      await db.destroy()
    },
  }
}
