import 'server-only'
import type { Access } from '../access'
import { toRole } from '../auth/to-role'
import { isHeldBack as isPersonHeldBack } from '../second-factor/is-held-back'
import { findIdleEnd } from './derive-idle'
import { readSessionMarks } from './session-marks'
import type { SignedIn } from '../signed-in'

/** @param value of the cookie, signed; @throws when the database cannot be used */
export async function lookUpSession(access: Access, cookieName: string, value: string, now = Date.now()): Promise<SignedIn | null> {
  const headers = new Headers({ cookie: `${cookieName}=${value}` })
  const found = await access.auth.api.getSession({ headers, query: { disableCookieCache: true, disableRefresh: true } })
  const given = toRole(found?.user.role)
  if (found === null || given === null) return null
  const { user, session } = found
  const { seenAt, provenAt } = await readSessionMarks(access, session.id, session.createdAt.getTime())
  if (findIdleEnd(given, seenAt, access.settings.idleHours) <= now) return null
  const isHeldBack = await isPersonHeldBack(access, user.id, given)
  return {
    actor: { kind: 'person', id: user.id, name: user.email, role: isHeldBack ? 'operator' : given },
    by: 'session',
    credentialId: session.id,
    until: session.expiresAt.getTime(),
    provenAt,
    isHeldBack,
  }
}
