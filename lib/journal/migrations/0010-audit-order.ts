import 'server-only'
import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect'
import type { Migration } from './migration'

/**
 * The audit accepts a line only as the next one, links record who made them, and what could be abused in a copy of the database is removed:
 * sessions in plain text and the key that signed them. Everybody signs in once more.
 */
export const auditOrderMigration: Migration = {
  name: '0010-audit-order',
  async up(db, dialect) {
    await keepAuditInOrder(db, dialect)
    await giveLinksMakers(db)
    await sql`delete from sessions`.execute(db)
    await sql`delete from secrets where name = 'session-cookies'`.execute(db)
  },
}

const sentence = 'audit is append-only: its lines follow each other from 1 on'
/** Lines that were forged below 1 do not count: the next one is still written. */
const next = 'coalesce((select max(seq) from audit where seq > 0), 0) + 1'

/** SQLite cannot add a check to a table; there the trigger alone refuses numbers below 1. */
async function keepAuditInOrder(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') {
    await sql`create trigger audit_in_order before insert on audit when new.seq is not ${sql.raw(next)} begin select raise(abort, ${sql.lit(sentence)}); end`.execute(
      db,
    )
    return
  }
  await sql`alter table audit add constraint audit_counts_from_one check (seq > 0) not valid`.execute(db)
  const body = `begin if new.seq is distinct from ${next} then raise exception '${sentence}'; end if; return new; end`
  await sql`create function audit_refuse_order() returns trigger language plpgsql as ${sql.lit(body)}`.execute(db)
  await sql`create trigger audit_in_order before insert on audit for each row execute function audit_refuse_order()`.execute(db)
}

/** An open link whose maker cannot be identified is withdrawn: a key's, or one of a person who is no administrator now. */
async function giveLinksMakers(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('links').addColumn('made_by_kind', 'text').execute()
  await db.schema.alterTable('links').addColumn('made_by_id', 'text').execute()
  await sql`update links set made_by_kind = 'person', made_by_id = (select id from people where email = links.made_by and role = 'administrator') where made_by is not null`.execute(
    db,
  )
  await sql`delete from links where made_by is not null and made_by_id is null and used_at is null`.execute(db)
  await db.schema.createIndex('links_maker').on('links').columns(['made_by_id']).execute()
}
