import 'server-only'
import { sql } from 'kysely'
import type { Access } from '../access'
import { getSignIns } from '../sign-ins'

/** Browsers, and scripts that sign in and never out. */
export const mostSessions = 20

/** Ends a person's oldest sessions beyond the most that one may have. */
export async function endOldestSessions({ journal }: Pick<Access, 'journal'>, personId: string): Promise<void> {
  const [owner, since] = [sql.ref('userId'), sql.ref('createdAt')]
  const { numAffectedRows } =
    await sql`delete from sessions where ${owner} = ${personId} and id not in (select id from sessions where ${owner} = ${personId} order by ${since} desc, id limit ${mostSessions})`.execute(
      journal.db,
    )
  if (numAffectedRows) (await getSignIns()).forget()
}
