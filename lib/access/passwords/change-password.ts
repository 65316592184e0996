import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import type { Asker } from '../asker'
import { forgiveAttempt, takeAttempt } from '../attempts/attempts'
import { AccessError } from '../errors'
import { beginSession } from '../sessions/begin-session'
import type { BegunSession } from '../sessions/sign-in'
import { getSignIns } from '../sign-ins'
import { demandPassword } from './demand-password'
import { inHashTurn } from './hash-turns'
import { setPassword } from './set-password'

/**
 * One's own password, with the present one as proof: a browser left open is not enough to take an account over. All
 * other browsers are signed out; the one that asks gets a new session.
 *
 * @throws AccessError wrong-credentials, too-many-attempts, password-refused
 */
export async function changePassword(access: Access, asker: Asker, { present, next }: { present: string; next: string }): Promise<BegunSession> {
  const { actor, from } = asker
  const { internalAdapter, password: hasher } = await access.auth.$context
  const person = await internalAdapter.findUserById(actor.id)
  if (actor.kind !== 'person' || person === null) throw new AccessError('not-found', 'A key has no password.')
  demandPassword(next, [person.name, person.email])
  const attempt = { email: person.email, from: null }
  await takeAttempt(access.journal, attempt)
  const held = (await internalAdapter.findCredentialAccount(actor.id))?.password ?? null
  // Whoever never had one (they came by a link or a provider) sets their first.
  const isRight = held === null || (await inHashTurn(() => hasher.verify({ hash: held, password: present })))
  if (!isRight) {
    await appendAudit(access.journal, { actor, from, action: 'password.change', clusterId: null, target: actor.name, reason: 'wrong-credentials', result: 'refused' })
    throw new AccessError('wrong-credentials', 'That is not your present password. Try again, or ask an administrator for a link that sets a new one.')
  }
  await setPassword(access, actor.id, next)
  await forgiveAttempt(access.journal, attempt)
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, { actor, from, action: 'password.change', clusterId: null, target: actor.name, reason: null, result: 'done' })
  return beginSession(access, actor.id, asker)
}
