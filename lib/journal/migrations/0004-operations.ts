import 'server-only'
import { sql, type Kysely } from 'kysely'
import type { Migration } from './migration'

export const operationsMigration: Migration = {
  name: '0004-operations',
  async up(db) {
    await createOperations(db)
    await createEmergencyStop(db)
  },
}

async function createOperations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('operations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('cluster_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('target', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('abort_by', 'text')
    .execute()
  await db.schema.createIndex('operations_started').on('operations').columns(['started_at']).execute()
  await db.schema.createIndex('operations_state').on('operations').columns(['state']).execute()
}

async function createEmergencyStop(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('emergency_stop')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .execute()
}
