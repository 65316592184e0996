import 'server-only'
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { Access } from '../access'
import { personIsHeldBack } from '../second-factor/is-held-back'

/**
 * In a query on `links`: the maker of the link may make one now. This program always may; a key may while it is not ended and its owner is
 * an administrator; a person who is held back for want of a second factor may not. That a key expires is in the link's own end.
 */
export function makerHasRight(settings: Access['settings']): RawBuilder<SqlBool> {
  const isAdministrator = sql<SqlBool>`people.role = 'administrator' and not ${personIsHeldBack(settings)}`
  const owner = sql.ref('api_keys.referenceId')
  return sql<SqlBool>`(links.made_by is null
    or links.made_by_kind = 'person' and exists (select 1 from people where people.id = links.made_by_id and ${isAdministrator})
    or links.made_by_kind = 'key' and exists (select 1 from api_keys join people on people.id = ${owner}
      where api_keys.id = links.made_by_id and api_keys.enabled is not false and ${isAdministrator}))`
}

/** Ends open links with their maker's right; in the transaction that takes the right away. */
export async function deleteDeadLinks({ settings }: Pick<Access, 'settings'>, db: Kysely<Tables>): Promise<void> {
  await db
    .deleteFrom('links')
    .where('used_at', 'is', null)
    .where(sql<SqlBool>`not ${makerHasRight(settings)}`)
    .execute()
}
