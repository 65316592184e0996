import 'server-only'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import { createSemaphore } from '@/lib/base/semaphore'
import type { ChangeTopic } from '../changes'
import { createNoticing, type Noticing } from './noticing'
import type { SqliteThread } from './thread'

/**
 * Kysely's SQLite dialect with two differences: another thread owns the file, and a transaction begins as a writer. One that only becomes a
 * writer in the middle is refused at once when another process wrote meanwhile.
 * @param onChanges data that pages show was written
 */
export function createSqliteDialect(thread: SqliteThread, onChanges: (topics: readonly ChangeTopic[]) => void): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(thread, createNoticing(onChanges)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function createDriver(thread: SqliteThread, noticing: Noticing): Driver {
  const connection = createConnection(thread, noticing)
  // SQLite has one connection here; callers acquire it one after the other.
  const turns = createSemaphore(1)
  const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text)).then(() => undefined)
  return {
    init: async () => undefined,
    acquireConnection: async () => {
      await turns.acquire()
      return connection
    },
    releaseConnection: async () => turns.release(),
    beginTransaction: () => run('begin immediate').then(noticing.began),
    commitTransaction: () => run('commit').then(() => noticing.ended('commit')),
    rollbackTransaction: () => run('rollback').finally(() => noticing.ended('rollback')),
    destroy: () => thread.close(),
  }
}

function createConnection(thread: SqliteThread, noticing: Noticing): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes, lastInsertRowid } = await thread.execute(sql, parameters)
      noticing.executed(sql, (changes ?? rows.length) > 0)
      if (changes === undefined) return { rows: rows as R[] }
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid ?? 0) }
    },
    // Long answers are read page by page instead.
    streamQuery: () => {
      throw new Error('The journal does not stream from SQLite.')
    },
  }
}
