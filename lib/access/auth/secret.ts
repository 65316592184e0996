import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Journal } from '@/lib/journal/dialect'

const name = 'session-cookies'

/**
 * What session cookies are signed with: UNDERSTUDY_SECRET, or one made at the first start and kept in the database, so
 * that a restart signs nobody out and all replicas agree.
 */
export async function loadSecret({ db }: Journal, given: string | null): Promise<string> {
  if (given !== null) return given
  const made = randomBytes(32).toString('base64url')
  await db.insertInto('secrets').values({ name, value: made }).onConflict((conflict) => conflict.column('name').doNothing()).execute()
  return (await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow()).value
}
