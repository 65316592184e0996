import 'server-only'
import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect'
import { getColumns, makeAppendOnly, type Migration } from './migration'

export const journalMigration: Migration = {
  name: '0001-journal',
  async up(db, dialect) {
    await createLeases(db)
    await createAudit(db, dialect)
    await createTerms(db, dialect)
    await createSpans(db, dialect)
    await createFindings(db, dialect)
    await createEvents(db, dialect)
    await createSnapshots(db, dialect)
  },
}

async function createLeases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .execute()
}

async function createAudit(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_kind', 'text')
    .addColumn('actor_id', 'text')
    .addColumn('actor_name', 'text')
    .addColumn('actor_role', 'text')
    .addColumn('from_address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('cluster_id', 'text')
    .addColumn('target', 'text')
    .addColumn('reason', 'text')
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  await makeAppendOnly(db, dialect, 'audit')
  await db.schema.createIndex('audit_at').on('audit').columns(['at']).execute()
}

async function createTerms(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { id, asId } = getColumns(dialect)
  await db.schema
    .createTable('terms')
    .addColumn('id', id, asId)
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('leader_session_id', 'text', (column) => column.notNull())
    .addColumn('master', 'text')
    .addColumn('rpc_address', 'text', (column) => column.notNull())
    .addColumn('zk_session_id', 'text', (column) => column.notNull())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint')
    .addColumn('to_at', 'bigint')
    .addColumn('is_end_unseen', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('end_code', 'text')
    .addColumn('end_text', 'text')
    .addUniqueConstraint('terms_once', ['cluster_id', 'leader_session_id'])
    .execute()
  await db.schema.createIndex('terms_from').on('terms').columns(['cluster_id', 'from_at']).execute()
}

async function createSpans(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { id, asId } = getColumns(dialect)
  await db.schema
    .createTable('spans')
    .addColumn('id', id, asId)
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('lane', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('proof', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('detail', 'text')
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('to_at', 'bigint')
    .execute()
  await db.schema.createIndex('spans_from').on('spans').columns(['cluster_id', 'lane', 'from_at']).execute()
  await db.schema.createIndex('spans_to').on('spans').columns(['cluster_id', 'lane', 'to_at']).execute()
}

async function createFindings(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { id, asId } = getColumns(dialect)
  await db.schema
    .createTable('findings')
    .addColumn('id', id, asId)
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('place', 'text')
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .execute()
  await db.schema.createIndex('findings_opened').on('findings').columns(['cluster_id', 'opened_at']).execute()
}

async function createEvents(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { id, asId } = getColumns(dialect)
  await db.schema
    .createTable('events')
    .addColumn('id', id, asId)
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .execute()
  await db.schema.createIndex('events_at').on('events').columns(['at']).execute()
  await db.schema.createIndex('events_cluster_at').on('events').columns(['cluster_id', 'at']).execute()
}

async function createSnapshots(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { id, asId, bytes } = getColumns(dialect)
  await db.schema
    .createTable('snapshots')
    .addColumn('id', id, asId)
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('base_id', 'bigint', (column) => column.references('snapshots.id'))
    .addColumn('body', bytes, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('snapshots_at').on('snapshots').columns(['cluster_id', 'at']).execute()
  await db.schema.createIndex('snapshots_base').on('snapshots').columns(['base_id']).execute()
}
