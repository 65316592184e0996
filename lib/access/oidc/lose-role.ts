import 'server-only'
import { sql } from 'kysely'
import { writeAudited } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import { disableKeys } from '../keys/disable-keys'
import { getSignIns } from '../sign-ins'

/** The role of people whom no rule admits: unknown to the console, so they may do nothing. */
export const noRole = 'none'

/**
 * The provider identified a person, and no rule admits them any more: role, sessions, keys and open links end together. An administrator,
 * or a rule that matches at their next sign-in, assigns a role again; keys stay ended.
 */
export async function loseRole(access: Pick<Access, 'journal' | 'settings'>, personId: string, from: string | null): Promise<void> {
  const { line } = await writeAudited(access.journal, async (transaction) => {
    const {
      rows: [before],
    } = await sql<{ email: string; role: string }>`select email, role from people where id = ${personId}`.execute(transaction)
    await sql`update people set role = ${noRole} where id = ${personId}`.execute(transaction)
    const { rows: sessions } = await sql`delete from sessions where ${sql.ref('userId')} = ${personId} returning id`.execute(transaction)
    const keysEnded = await disableKeys(access, transaction, personId)
    // A person who is refused again has nothing left to lose; the refused sign-in leaves its own line.
    if (before === undefined || (before.role === noRole && sessions.length + keysEnded.length === 0)) return { entry: null, result: null }
    const detail = { role: before.role, sessionsEnded: sessions.length, keysEnded }
    return {
      entry: {
        actor: null,
        from,
        action: 'person.left',
        target: before.email,
        reason: 'no rule matches them',
        result: 'done',
        detail,
      },
      result: null,
    }
  })
  if (line > 0) (await getSignIns()).forget()
}
