import 'server-only'
import { sql, type Kysely } from 'kysely'
import { getColumns, type Migration } from './migration'

export const statusMigration: Migration = {
  name: '0002-status',
  async up(db, dialect) {
    await createHead(db)
    await createPages(db)
    const { id, asId } = getColumns(dialect)
    await db.schema
      .createTable('status_spans')
      .addColumn('id', id, asId)
      .addColumn('cluster_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('from_at', 'bigint', (column) => column.notNull())
      .addColumn('to_at', 'bigint')
      .execute()
    await db.schema.createIndex('status_spans_from').on('status_spans').columns(['cluster_id', 'from_at']).execute()
    await createIncidents(db)
    await createWebhooks(db)
  },
}

async function createHead(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('status_head')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('observed', 'text', (column) => column.notNull())
    .execute()
  await sql`insert into status_head (id, version, changed_at, observed) values (1, 1, 0, '{}')`.execute(db)
  await db.schema
    .createTable('status_clusters')
    .addColumn('cluster_id', 'text', (column) => column.primaryKey())
    .addColumn('cluster', 'text', (column) => column.notNull())
    .addColumn('since_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createPages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('status_pages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('slug', 'text', (column) => column.notNull().unique())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('is_published', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('status_components')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('page_id', 'text', (column) => column.notNull().references('status_pages.id').onDelete('cascade'))
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('group_name', 'text')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('status_components_once', ['page_id', 'cluster_id'])
    .execute()
}

async function createIncidents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('status_incidents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('cluster_id', 'text')
    .addColumn('page_id', 'text', (column) => column.references('status_pages.id').onDelete('cascade'))
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('impact', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('resolved_at', 'bigint')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('led_again_at', 'bigint')
    .addColumn('is_end_unseen', 'integer', (column) => column.notNull())
    .addColumn('phases', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('status_incidents_started').on('status_incidents').columns(['started_at']).execute()
  await db.schema
    .createTable('status_maintenances')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('page_id', 'text', (column) => column.references('status_pages.id').onDelete('cascade'))
    .addColumn('cluster_ids', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('status_updates')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('is_announced', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.createIndex('status_updates_subject').on('status_updates').columns(['subject_id', 'at']).execute()
  await db.schema.createIndex('status_updates_announced').on('status_updates').columns(['is_announced']).execute()
}

async function createWebhooks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('status_webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('page_id', 'text', (column) => column.notNull().references('status_pages.id').onDelete('cascade'))
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('status_deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('webhook_id', 'text', (column) => column.notNull().references('status_webhooks.id').onDelete('cascade'))
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('delivered_at', 'bigint')
    .addColumn('last_status', 'integer')
    .addColumn('last_problem', 'text')
    .execute()
  await db.schema.createIndex('status_deliveries_due').on('status_deliveries').columns(['next_at']).execute()
  await db.schema.createIndex('status_deliveries_log').on('status_deliveries').columns(['webhook_id', 'created_at']).execute()
}
