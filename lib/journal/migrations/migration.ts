import 'server-only'
import type { ColumnDataType, ColumnDefinitionBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Dialect } from '../dialect'

/** One step of the schema, forward only. It runs in a transaction together with the record that it ran. */
export interface Migration {
  /** `0001-journal`; never changes once released. */
  readonly name: string
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>
}

/** For `addColumn(…, columns.id, columns.asId)`: a row number that is never given twice. */
export function getColumns(dialect: Dialect) {
  const isSqlite = dialect === 'sqlite'
  return {
    id: (isSqlite ? 'integer' : 'bigserial') as ColumnDataType,
    asId: (column: ColumnDefinitionBuilder) => (isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey()),
    bytes: (isSqlite ? 'blob' : 'bytea') as ColumnDataType,
  }
}

/** Has the database itself refuse UPDATE, DELETE and, where it exists, TRUNCATE on `table`. */
export async function makeAppendOnly(db: Kysely<unknown>, dialect: Dialect, table: string): Promise<void> {
  const sentence = sql.lit(`${table} is append-only: its lines are never changed or deleted`)
  if (dialect === 'sqlite') {
    for (const verb of ['update', 'delete']) {
      await sql`create trigger ${sql.ref(`${table}_no_${verb}`)} before ${sql.raw(verb)} on ${sql.table(table)} begin select raise(abort, ${sentence}); end`.execute(
        db,
      )
    }
    return
  }
  const refuse = sql.ref(`${table}_refuse_change`)
  await sql`create function ${refuse}() returns trigger language plpgsql as ${sql.lit(`begin raise exception '${table} is append-only: its lines are never changed or deleted'; end`)}`.execute(
    db,
  )
  await sql`create trigger ${sql.ref(`${table}_no_change`)} before update or delete on ${sql.table(table)} for each row execute function ${refuse}()`.execute(
    db,
  )
  await sql`create trigger ${sql.ref(`${table}_no_truncate`)} before truncate on ${sql.table(table)} for each statement execute function ${refuse}()`.execute(
    db,
  )
}
