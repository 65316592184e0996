import 'server-only'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { Access } from '../access'
import { deleteDeadLinks } from '../links/maker-right'

/** Ends all keys that a person made, and the open links made with them; the list goes on showing them as ended. @returns their names */
export async function disableKeys(access: Pick<Access, 'settings'>, db: Kysely<Tables>, personId: string): Promise<string[]> {
  const { rows } = await sql<{
    name: string | null
  }>`update api_keys set enabled = false where ${sql.ref('referenceId')} = ${personId} and enabled is not false returning name`.execute(db)
  await deleteDeadLinks(access, db)
  return rows.map(({ name }) => name ?? '').sort()
}
