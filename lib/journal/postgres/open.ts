import 'server-only'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { getLog } from '@/lib/base/log'
import { JournalError } from '../errors'
import type { Tables } from '../tables'

const int8 = 20

/**
 * Opens a pool and queries the database once.
 * @throws JournalError `database-unreachable`, without the password
 */
export async function openPostgres(url: string): Promise<Kysely<Tables>> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'understudy',
    max: 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    types: { getTypeParser },
  })
  // A connection that breaks between two statements of a transaction emits an error only on itself, and an unhandled one ends the process.
  // Its next statement fails.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  // A connection that breaks while idle is logged; the next query opens another.
  pool.on('error', (error) => getLog().warn({ err: error }, 'A connection to the journal’s database broke.'))
  try {
    await pool.query('select 1')
  } catch (cause) {
    await pool.end().catch(() => undefined)
    throw new JournalError(
      'database-unreachable',
      `The database at ${nameOf(url)} does not accept the connection (${reasonOf(cause)}). Check that it runs and that DATABASE_URL names its host, user, password and database.`,
      { cause },
    )
  }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** 64-bit numbers as numbers: ids and epoch milliseconds are far below 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)
}

function nameOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'DATABASE_URL'
  }
}

function reasonOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : String((cause as Error)?.message ?? cause).slice(0, 200)
}
