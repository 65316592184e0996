import 'server-only'
import { sql, type Kysely } from 'kysely'
import type { Dialect } from './dialect'
import { JournalError } from './errors'
import { migrations as allMigrations } from './migrations/all'
import type { Migration } from './migrations/migration'

/** Any fixed number: replicas that start at once agree on it. */
const lockKey = 7_351_880

/**
 * Brings the schema forward, all or nothing, while other processes that start at the same time wait.
 * @throws JournalError `newer-schema` when a later program used this database, `migration-failed`
 */
export async function migrate(db: Kysely<unknown>, dialect: Dialect, migrations: readonly Migration[] = allMigrations): Promise<void> {
  await runLocked(db, dialect, async (locked) => {
    const applied = await readApplied(locked)
    refuseNewer(applied, migrations)
    for (const migration of migrations) if (!applied.has(migration.name)) await apply(locked, dialect, migration)
  })
}

async function runLocked(db: Kysely<unknown>, dialect: Dialect, run: (locked: Kysely<unknown>) => Promise<void>): Promise<void> {
  // On SQLite the transaction itself is the lock: the driver begins it as a writer.
  await db.transaction().execute(async (locked) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(lockKey)})`.execute(locked)
    await run(locked)
  })
}

async function readApplied(db: Kysely<unknown>): Promise<Set<string>> {
  await sql`create table if not exists schema_migrations (name text primary key, applied_at bigint not null)`.execute(db)
  const { rows } = await sql<{ name: string }>`select name from schema_migrations`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name))
  const foreign = [...applied].filter((name) => !known.has(name)).sort()
  if (foreign.length === 0) return
  throw new JournalError(
    'newer-schema',
    `The journal was written by a newer Understudy: it knows ${foreign.join(', ')}, which this version does not. Start the newer version, or give this one a data folder or database of its own.`,
  )
}

async function apply(db: Kysely<unknown>, dialect: Dialect, migration: Migration): Promise<void> {
  try {
    await migration.up(db, dialect)
  } catch (cause) {
    throw new JournalError(
      'migration-failed',
      `The journal's step ${migration.name} failed and was taken back. The server's log says why.`,
      { cause },
    )
  }
  await sql`insert into schema_migrations (name, applied_at) values (${migration.name}, ${Date.now()})`.execute(db)
}
