import 'server-only'
import type { Access } from '../access'
import { toRole } from '../auth/to-role'
import type { SignedIn } from '../sign-ins'

/** @param value of the cookie, signed; @throws when the database cannot be used */
export async function lookUpSession({ auth }: Access, cookieName: string, value: string): Promise<SignedIn | null> {
  const headers = new Headers({ cookie: `${cookieName}=${value}` })
  const found = await auth.api.getSession({ headers, query: { disableCookieCache: true, disableRefresh: true } })
  const role = toRole(found?.user.role)
  if (found === null || role === null) return null
  const { user, session } = found
  return { actor: { kind: 'person', id: user.id, name: user.email, role }, by: 'session', credentialId: session.id, until: session.expiresAt.getTime() }
}
