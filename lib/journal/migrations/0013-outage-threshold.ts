import 'server-only'
import { sql } from 'kysely'
import type { Migration } from './migration'

/**
 * Each page has its own threshold from which a leader change is an outage, so incidents are per page too. An open incident belongs to the
 * first page that shows its cluster from now on; those that are over stay on every page.
 */
export const outageThresholdMigration: Migration = {
  name: '0013-outage-threshold',
  async up(db) {
    await db.schema
      .alterTable('status_pages')
      .addColumn('threshold_ms', 'integer', (column) => column.notNull().defaultTo(10_000))
      .execute()
    await db.schema.alterTable('status_incidents').addColumn('lost_at', 'bigint').execute()
    await db.schema.alterTable('status_incidents').addColumn('down_ms', 'bigint').execute()
    await sql`update status_incidents set lost_at = started_at, down_ms = coalesce(led_again_at - started_at, 0)`.execute(db)
    await sql`update status_incidents set page_id = (
      select page.id from status_pages as page join status_components as one on one.page_id = page.id
      where one.cluster_id = status_incidents.cluster_id order by page.created_at, page.id limit 1
    ) where cluster_id is not null and resolved_at is null and page_id is null`.execute(db)
  },
}
