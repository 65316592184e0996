import 'server-only'
import type { Migration } from './migration'

/** A request that is sent again under its key finds the operation that it began. */
export const requestKeysMigration: Migration = {
  name: '0008-request-keys',
  async up(db) {
    await db.schema.alterTable('operations').addColumn('request_key', 'text').execute()
    await db.schema.alterTable('operations').addColumn('request_content', 'text').execute()
    await db.schema.createIndex('operations_request_key').on('operations').columns(['request_key']).unique().execute()
  },
}
