import 'server-only'
import { sql } from 'kysely'
import type { Migration } from './migration'

/** As of 0007; since then not of the activity alone. */
const channel = 'understudy_activity'

const tables = [
  'emergency_stop',
  'autopilots',
  'autopilot_runs',
  'status_pages',
  'status_components',
  'status_incidents',
  'status_maintenances',
  'status_webhooks',
  'status_deliveries',
]

/** On Postgres the notification to all consoles names the table, and more tables notify: they were polled every few seconds before. */
export const settingsChangesMigration: Migration = {
  name: '0009-settings-news',
  async up(db, dialect) {
    if (dialect === 'sqlite') return
    await sql`alter function understudy_tell_activity() rename to understudy_tell`.execute(db)
    // Equal notifications of a transaction are sent once, when it is committed.
    await sql`create or replace function understudy_tell() returns trigger language plpgsql as ${sql.lit(`begin perform pg_notify('${channel}', tg_table_name); return null; end`)}`.execute(
      db,
    )
    // For each row: a statement that touches none, like the daily removal of old rows, notifies of nothing.
    for (const table of tables)
      await sql`create trigger ${sql.ref(`${table}_tell`)} after insert or update or delete on ${sql.table(table)} for each row execute function understudy_tell()`.execute(
        db,
      )
  },
}
