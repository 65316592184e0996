import 'server-only'
import type { Migration } from './migration'

/** A drill is an operation with a number of its own, evidence and a report. */
export const drillsMigration: Migration = {
  name: '0014-drills',
  async up(db) {
    await db.schema
      .createTable('drills')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('cluster_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('scenario', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('verdict', 'text')
      .addColumn('record', 'text', (column) => column.notNull())
      .addColumn('report', 'text')
      .addUniqueConstraint('drills_number', ['cluster_id', 'number'])
      .execute()
  },
}
