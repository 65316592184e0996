import 'server-only'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { JournalError } from '../errors'
import type { ChangeTopic } from '../changes'
import type { Tables } from '../tables'
import { createSqliteDialect } from './dialect'
import { startSqliteThread } from './thread'

export const sqliteFile = 'journal.sqlite'

/**
 * Opens or creates the file in the data folder.
 * @param onLost it became unusable without being closed
 * @param onChanges data that pages show was written
 * @throws JournalError `folder-unusable` or `database-unusable` with what to do
 */
export async function openSqlite(
  dataDir: string,
  onLost: (cause: Error) => void,
  onChanges: (topics: readonly ChangeTopic[]) => void,
): Promise<Kysely<Tables>> {
  const file = join(dataDir, sqliteFile)
  makeFolder(dataDir)
  const thread = startSqliteThread(file, onLost)
  try {
    await thread.opened
    return new Kysely<Tables>({ dialect: createSqliteDialect(thread, onChanges) })
  } catch (cause) {
    await thread.close()
    throw new JournalError('database-unusable', `${file} cannot be opened (${reasonOf(cause)}). ${adviceFor(cause)}`, { cause })
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new JournalError(
      'folder-unusable',
      `The data folder ${dataDir} cannot be made (${reasonOf(cause)}). Let the user that runs Understudy write there, or name another folder with UNDERSTUDY_DATA_DIR.`,
      { cause },
    )
  }
}

function reasonOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : String(cause).slice(0, 200)
}

function adviceFor(cause: unknown): string {
  const reason = reasonOf(cause)
  if (reason === 'SQLITE_NOTADB' || reason === 'SQLITE_CORRUPT')
    return 'It is damaged or no SQLite file. Move it away, or put a backup in its place, and start again.'
  if (reason === 'SQLITE_FULL') return 'The disk is full. Make room.'
  return 'Let the user that runs Understudy read and write it, or name another folder with UNDERSTUDY_DATA_DIR.'
}
