import 'server-only'
import type { Actor } from '@/lib/model/actor'
import type { Access } from '../access'
import { toSessionHeaders, type RequestOrigin } from '../request-origin'
import { makeDeviceCookie } from '../attempts/device-cookie'
import { toRole } from '../auth/to-role'
import { AccessError } from '../errors'
import { endOldestSessions } from './end-oldest'

/** A session that has just begun: the cookies for the browser, and its person. */
export interface BegunSession {
  cookies: string[]
  actor: Actor
}

/** Begins a session for a person who was proven by a password or a link. @throws AccessError not-found */
export async function beginSession(access: Access, personId: string, origin: RequestOrigin): Promise<BegunSession> {
  const { headers, response } = await access.auth.api.beginSession({
    body: { personId },
    headers: toSessionHeaders(origin),
    returnHeaders: true,
  })
  const role = toRole((response?.user as { role?: unknown } | undefined)?.role)
  if (response === null || role === null)
    throw new AccessError('not-found', 'This person is not here any more. Ask an administrator for a new invitation.')
  await endOldestSessions(access, personId)
  return {
    cookies: [...headers.getSetCookie(), makeDeviceCookie(access, response.user.email)],
    actor: { kind: 'person', id: response.user.id, name: response.user.email, role },
  }
}
