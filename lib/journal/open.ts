import 'server-only'
import type { Kysely } from 'kysely'
import type { Journal } from './dialect'
import { migrate } from './migrate'
import { openPostgres } from './postgres/open'
import { openSqlite } from './sqlite/open'

export interface JournalPlace {
  /** Absolute; where SQLite's file lies. */
  dataDir: string
  /** `postgres://…`; null: SQLite. */
  databaseUrl: string | null
}

/**
 * Opens what is remembered and brings its schema forward.
 * @param onLost it cannot be used any more, though nobody closed it
 * @throws JournalError with a sentence for the screen
 */
export async function openJournal({ dataDir, databaseUrl }: JournalPlace, onLost: (cause: Error) => void = () => undefined): Promise<Journal> {
  const dialect = databaseUrl === null ? 'sqlite' : 'postgres'
  const db = databaseUrl === null ? await openSqlite(dataDir, onLost) : await openPostgres(databaseUrl)
  try {
    await migrate(db as unknown as Kysely<unknown>, dialect)
  } catch (error) {
    await db.destroy().catch(() => undefined)
    throw error
  }
  return { db, dialect, close: () => db.destroy() }
}
