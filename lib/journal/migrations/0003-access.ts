import 'server-only'
import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect'
import type { Migration } from './migration'

/**
 * Who may do what. The first five tables are better-auth's, so their columns have its names (lib/access/auth/make-auth.ts maps models to
 * tables); a test asks better-auth itself whether anything is missing. The other tables are Understudy's.
 */
export const accessMigration: Migration = {
  name: '0003-access',
  async up(db, dialect) {
    await createPeople(db, dialect)
    await createSessions(db, dialect)
    await createCredentials(db, dialect)
    await createVerifications(db, dialect)
    await createKeys(db, dialect)
    await createLinks(db)
    await createAttempts(db)
    await createSecrets(db)
  },
}

/** better-auth writes dates as text where the database has none. */
const timeOf = (dialect: Dialect) => (dialect === 'sqlite' ? sql`date` : sql`timestamptz`)
const truthOf = (dialect: Dialect) => (dialect === 'sqlite' ? 'integer' : 'boolean')

async function createPeople(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('emailVerified', truthOf(dialect), (column) => column.notNull())
    .addColumn('image', 'text')
    .addColumn('createdAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('updatedAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .execute()
}

async function createSessions(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('expiresAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .addColumn('createdAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('updatedAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('ipAddress', 'text')
    .addColumn('userAgent', 'text')
    .addColumn('userId', 'text', (column) => column.notNull().references('people.id').onDelete('cascade'))
    .execute()
  await db.schema.createIndex('sessions_person').on('sessions').columns(['userId']).execute()
}

async function createCredentials(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('credentials')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.notNull())
    .addColumn('providerId', 'text', (column) => column.notNull())
    .addColumn('userId', 'text', (column) => column.notNull().references('people.id').onDelete('cascade'))
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', timeOf(dialect))
    .addColumn('refreshTokenExpiresAt', timeOf(dialect))
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('createdAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('updatedAt', timeOf(dialect), (column) => column.notNull())
    .addUniqueConstraint('credentials_once', ['providerId', 'accountId'])
    .execute()
  await db.schema.createIndex('credentials_person').on('credentials').columns(['userId']).execute()
}

/** Sign-ins under way with an OpenID provider. */
async function createVerifications(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('verifications')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('identifier', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('expiresAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('createdAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('updatedAt', timeOf(dialect), (column) => column.notNull())
    .execute()
  await db.schema.createIndex('verifications_identifier').on('verifications').columns(['identifier']).execute()
}

async function createKeys(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('configId', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('start', 'text')
    .addColumn('referenceId', 'text', (column) => column.notNull())
    .addColumn('prefix', 'text')
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('refillInterval', 'integer')
    .addColumn('refillAmount', 'integer')
    .addColumn('lastRefillAt', timeOf(dialect))
    .addColumn('enabled', truthOf(dialect))
    .addColumn('rateLimitEnabled', truthOf(dialect))
    .addColumn('rateLimitTimeWindow', 'integer')
    .addColumn('rateLimitMax', 'integer')
    .addColumn('requestCount', 'integer')
    .addColumn('remaining', 'integer')
    .addColumn('lastRequest', timeOf(dialect))
    .addColumn('expiresAt', timeOf(dialect))
    .addColumn('createdAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('updatedAt', timeOf(dialect), (column) => column.notNull())
    .addColumn('permissions', 'text')
    .addColumn('metadata', 'text')
    .execute()
  await db.schema.createIndex('api_keys_person').on('api_keys').columns(['referenceId']).execute()
}

async function createLinks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('links')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('role', 'text')
    .addColumn('person_id', 'text', (column) => column.references('people.id').onDelete('cascade'))
    .addColumn('made_by', 'text')
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute()
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempts')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('locked_until', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('attempts_last').on('attempts').columns(['last_at']).execute()
}

async function createSecrets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('secrets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
}
