import 'server-only'
import { isAPIError } from 'better-auth/api'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Actor } from '@/lib/model/actor'
import type { Access } from '../access'
import { toHeaders, type Whence } from '../asker'
import { forgiveAttempt, takeAttempt } from '../attempts/attempts'
import { appendRefused } from '../audit/note-refusal'
import { toRole } from '../auth/to-role'
import { AccessError } from '../errors'
import { inHashTurn } from '../passwords/hash-turns'

/** A session that has just begun: what the browser has to keep, and whose it is. */
export interface BegunSession {
  cookies: string[]
  actor: Actor
}

/**
 * With e-mail address and password. Nothing tells whether the address is anybody's: not the words, not the time it takes.
 * @throws AccessError wrong-credentials, too-many-attempts
 */
export async function signIn(access: Access, { email, password }: { email: string; password: string }, whence: Whence): Promise<BegunSession> {
  const attempt = { email, from: whence.from }
  try {
    await takeAttempt(access.journal, attempt)
    const begun = await inHashTurn(() => tryPassword(access, email, password, whence))
    await forgiveAttempt(access.journal, attempt)
    await appendAudit(access.journal, { actor: begun.actor, from: whence.from, action: 'sign-in', clusterId: null, target: email, reason: null, result: 'done', detail: { by: 'password' } })
    return begun
  } catch (error) {
    const reason = error instanceof AccessError ? error.code : 'failed'
    await appendRefused(access.journal, { actor: null, from: whence.from, action: 'sign-in', clusterId: null, target: email, reason, result: 'refused' })
    throw error
  }
}

async function tryPassword({ auth }: Access, email: string, password: string, whence: Whence): Promise<BegunSession> {
  try {
    const { headers, response } = await auth.api.signInEmail({ body: { email, password }, headers: toHeaders(whence), returnHeaders: true })
    const role = toRole(response.user.role)
    if (role === null) throw new AccessError('wrong-credentials', 'This account has no role. Ask an administrator for one.')
    return { cookies: headers.getSetCookie(), actor: { kind: 'person', id: response.user.id, name: response.user.email, role } }
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error
    throw new AccessError('wrong-credentials', 'E-mail address and password do not belong together. Try again, or ask an administrator for a link that sets a new password.', undefined, { cause: error })
  }
}
