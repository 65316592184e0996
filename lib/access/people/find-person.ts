import 'server-only'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { Actor } from '@/lib/model/actor'
import { toRole } from '../auth/to-role'

/** A person as an actor; null: unknown, or without a role. */
export async function findPersonActor(db: Kysely<Tables>, id: string): Promise<Actor | null> {
  const { rows } = await sql<{ email: string; role: string }>`select email, role from people where id = ${id}`.execute(db)
  const role = toRole(rows[0]?.role)
  return rows[0] === undefined || role === null ? null : { kind: 'person', id, name: rows[0].email, role }
}
