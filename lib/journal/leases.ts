import 'server-only'
import { sql } from 'kysely'
import { databaseNow, type Journal } from './dialect'

type Writer = Pick<Journal, 'db' | 'dialect'>

/**
 * Takes the lease or, when `holder` has it already, extends it. Times are the database's.
 * @param holder names the requesting process, e.g. the console's epoch; two replicas never share one
 */
export async function tryLease({ db, dialect }: Writer, name: string, holder: string, ttlMs: number): Promise<boolean> {
  const now = databaseNow(dialect)
  const { rows } = await sql`
    insert into leases (name, holder, expires_at, generation) values (${name}, ${holder}, ${now} + ${sql.lit(ttlMs)}, 1)
    on conflict (name) do update set
      generation = leases.generation + case when leases.holder = excluded.holder then 0 else 1 end,
      holder = excluded.holder,
      expires_at = excluded.expires_at
    where leases.holder = excluded.holder or leases.expires_at <= ${now}
    returning generation`.execute(db)
  return rows.length > 0
}

/** Extends a lease that `holder` still has; false: it expired and another process may have it. */
export async function renewLease({ db, dialect }: Writer, name: string, holder: string, ttlMs: number): Promise<boolean> {
  const now = databaseNow(dialect)
  const { rows } = await sql`
    update leases set expires_at = ${now} + ${sql.lit(ttlMs)}
    where name = ${name} and holder = ${holder} and expires_at > ${now} returning name`.execute(db)
  return rows.length > 0
}

export async function releaseLease({ db }: Writer, name: string, holder: string): Promise<void> {
  await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute()
}

/** The present holder; null: the lease is free. */
export async function findLeaseHolder({ db, dialect }: Writer, name: string): Promise<string | null> {
  const row = await db
    .selectFrom('leases')
    .select('holder')
    .where('name', '=', name)
    .where('expires_at', '>', databaseNow(dialect))
    .executeTakeFirst()
  return row?.holder ?? null
}

/**
 * Inside a transaction: whether `holder` has the lease, and keeps others from taking it until the transaction ends. After a true answer,
 * only the holder writes.
 */
export async function holdsLease({ db, dialect }: Writer, name: string, holder: string): Promise<boolean> {
  const lock = dialect === 'postgres' ? sql`for update` : sql``
  const { rows } =
    await sql`select 1 from leases where name = ${name} and holder = ${holder} and expires_at > ${databaseNow(dialect)} ${lock}`.execute(db)
  return rows.length > 0
}
