import 'server-only'
import { sql } from 'kysely'
import { appendAudit } from '@/lib/journal/audit/append'
import type { SessionView } from '@/lib/model/access-views'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { AccessError } from '../errors'
import { getSignIns } from '../sign-ins'
import type { SignedIn } from '../signed-in'

/** One's own sessions, newest first. A key has none. */
export async function listOwnSessions({ auth }: Access, { actor, credentialId }: SignedIn): Promise<SessionView[]> {
  if (actor.kind !== 'person') return []
  const { internalAdapter } = await auth.$context
  const sessions = await internalAdapter.listSessions(actor.id, { onlyActiveSessions: true })
  return sessions
    .map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      isThis: id === credentialId,
      since: createdAt.toISOString(),
      until: expiresAt.toISOString(),
      from: ipAddress || null,
      browser: userAgent || null,
    }))
    .sort((one, other) => other.since.localeCompare(one.since))
}

/** Ends one of one's own sessions: that browser is signed out, and its open pages receive nothing more. @throws AccessError not-found */
export async function endOwnSession(access: Access, { actor, from }: Requester, id: string): Promise<void> {
  const { rows } = await sql`delete from sessions where id = ${id} and ${sql.ref('userId')} = ${actor.id} returning id`.execute(
    access.journal.db,
  )
  if (actor.kind !== 'person' || rows.length === 0)
    throw new AccessError('not-found', 'You have no such session any more. Reload the list.')
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, { actor, from, action: 'session.end', clusterId: null, target: id, reason: null, result: 'done' })
}
