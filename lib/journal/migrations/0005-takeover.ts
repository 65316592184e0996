import 'server-only'
import { getColumns, type Migration } from './migration'

export const takeoverMigration: Migration = {
  name: '0005-takeover',
  async up(db, dialect) {
    const { id, asId } = getColumns(dialect)
    await db.schema
      .createTable('takeover_identities')
      .addColumn('cluster_id', 'text', (column) => column.notNull())
      .addColumn('zk_session_id', 'text', (column) => column.notNull())
      .addColumn('master', 'text', (column) => column.notNull())
      .addColumn('proof', 'text', (column) => column.notNull())
      .addColumn('identity', 'text', (column) => column.notNull())
      .addColumn('noted_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('takeover_identities_once', ['cluster_id', 'zk_session_id'])
      .execute()
    await db.schema
      .createTable('takeover_measures')
      .addColumn('id', id, asId)
      .addColumn('cluster_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('leads_ms', 'bigint', (column) => column.notNull())
      .addColumn('running_ms', 'bigint')
      .execute()
    await db.schema
      .createTable('autopilots')
      .addColumn('cluster_id', 'text', (column) => column.primaryKey())
      .addColumn('is_on', 'integer', (column) => column.notNull())
      .addColumn('again_after_ms', 'bigint', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('changed_by', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('autopilot_runs')
      .addColumn('id', id, asId)
      .addColumn('cluster_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('leader_session_id', 'text', (column) => column.notNull())
      .addColumn('master', 'text', (column) => column.notNull())
      .addColumn('result', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('operation_id', 'text')
      .addColumn('acknowledged_at', 'bigint')
      .addColumn('acknowledged_by', 'text')
      .execute()
    await db.schema.createIndex('autopilot_runs_at').on('autopilot_runs').columns(['cluster_id', 'at']).execute()
    await db.schema
      .createTable('dangling_backups')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('cluster_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('checksum', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'bigint')
      .addColumn('restored_at', 'bigint')
      .execute()
  },
}
