import 'server-only'
import type { Access } from '../access'
import { toHeaders, type Whence } from '../asker'
import { toRole } from '../auth/to-role'
import { AccessError } from '../errors'
import type { BegunSession } from './sign-in'

/** For somebody who proved themselves otherwise than by a password. @throws AccessError not-found */
export async function beginSession({ auth }: Access, personId: string, whence: Whence): Promise<BegunSession> {
  const { headers, response } = await auth.api.beginSession({ body: { personId }, headers: toHeaders(whence), returnHeaders: true })
  const role = toRole((response?.user as { role?: unknown } | undefined)?.role)
  if (response === null || role === null) throw new AccessError('not-found', 'This person is not here any more. Ask an administrator for a new invitation.')
  return { cookies: headers.getSetCookie(), actor: { kind: 'person', id: response.user.id, name: response.user.email, role } }
}
