import 'server-only'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Tables } from './tables'

export type Dialect = 'sqlite' | 'postgres'

/** The journal's database. Close it only in tests and at the end of the process. */
export interface Journal {
  readonly db: Kysely<Tables>
  readonly dialect: Dialect
  close(): Promise<void>
}

/** Epoch ms by the database's own clock: replicas' clocks differ. */
export function databaseNow(dialect: Dialect): RawBuilder<number> {
  return dialect === 'sqlite'
    ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
    : sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
}
