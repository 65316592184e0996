import 'server-only'
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { PersonRole } from '@/lib/model/actor'
import type { Access } from '../access'

/**
 * In a query on `people`: an administrator may do no more than an operator, because this console demands a second factor and they have
 * none: in their sessions, with the keys that they made and by their open links. For people who sign in through a provider, the provider is
 * responsible for that.
 */
export function personIsHeldBack({ secondFactor }: Access['settings']): RawBuilder<SqlBool> {
  if (secondFactor !== 'administrators') return sql<SqlBool>`1 = 0`
  return sql<SqlBool>`(people.role = 'administrator'
    and not exists (select 1 from second_factors where second_factors.person_id = people.id and second_factors.confirmed_at is not null)
    and exists (select 1 from credentials where credentials.${sql.ref('userId')} = people.id
      and credentials.${sql.ref('providerId')} = 'credential' and credentials.password <> ''))`
}

/** Whether an administrator may do no more than an operator now (`personIsHeldBack`). */
export async function isHeldBack({ settings, journal }: Access, personId: string, given: PersonRole): Promise<boolean> {
  if (given !== 'administrator' || settings.secondFactor !== 'administrators') return false
  const held = await sql`select 1 from people where people.id = ${personId} and ${personIsHeldBack(settings)}`.execute(journal.db)
  return held.rows.length > 0
}

/** The ids of all people who are held back. */
export async function findHeldBack(db: Kysely<Tables>, settings: Access['settings']): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select people.id as id from people where ${personIsHeldBack(settings)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
