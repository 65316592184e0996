import 'server-only'
import type { Kysely } from 'kysely'
import type { Migration } from './migration'

/** Marks of sessions beside better-auth's own table, and people's second factors. */
export const secondFactorMigration: Migration = {
  name: '0011-second-factor',
  async up(db) {
    await createSessionMarks(db)
    await createSecondFactors(db)
    await createRecoveryCodes(db)
  },
}

async function createSessionMarks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('session_marks')
    .addColumn('session_id', 'text', (column) => column.primaryKey().references('sessions.id').onDelete('cascade'))
    .addColumn('seen_at', 'bigint')
    .addColumn('proven_at', 'bigint')
    .execute()
}

async function createSecondFactors(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('second_factors')
    .addColumn('person_id', 'text', (column) => column.primaryKey().references('people.id').onDelete('cascade'))
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('confirmed_at', 'bigint')
    .addColumn('last_step', 'bigint', (column) => column.notNull())
    .execute()
}

async function createRecoveryCodes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recovery_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id').onDelete('cascade'))
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema.createIndex('recovery_codes_person').on('recovery_codes').columns(['person_id']).execute()
}
