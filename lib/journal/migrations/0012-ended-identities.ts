import 'server-only'
import type { Migration } from './migration'

/** The note of a session's process may be contradicted later: it is then ended, and not deleted. */
export const endedIdentitiesMigration: Migration = {
  name: '0012-ended-identities',
  async up(db) {
    await db.schema.alterTable('takeover_identities').addColumn('ended_at', 'bigint').execute()
    await db.schema.alterTable('takeover_identities').addColumn('ended_why', 'text').execute()
  },
}
