import 'server-only'
import { sql } from 'kysely'
import type { Migration } from './migration'

/** As written then: an applied migration does not follow later changes (`changesChannel` in postgres/listen.ts). */
const channel = 'understudy_activity'

const tables = ['events', 'terms', 'findings', 'operations', 'audit', 'status_updates']

/** Who wrote an update; which file declares a page; and on Postgres a notification to all consoles that data was written. */
export const activityMigration: Migration = {
  name: '0007-activity',
  async up(db, dialect) {
    await db.schema.alterTable('status_updates').addColumn('by_name', 'text').execute()
    await db.schema.createIndex('status_updates_at').on('status_updates').columns(['at']).execute()
    await db.schema.alterTable('status_pages').addColumn('declared_in', 'text').execute()
    if (dialect === 'sqlite') return
    // Equal notifications of a transaction are sent once, when it is committed.
    await sql`create function understudy_tell_activity() returns trigger language plpgsql as ${sql.lit(`begin perform pg_notify('${channel}', ''); return null; end`)}`.execute(
      db,
    )
    for (const table of tables)
      await sql`create trigger ${sql.ref(`${table}_tell`)} after insert or update on ${sql.table(table)} for each statement execute function understudy_tell_activity()`.execute(
        db,
      )
  },
}
