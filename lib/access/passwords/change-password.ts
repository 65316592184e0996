import 'server-only'
import { appendAudit, writeAudited } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { forgiveAttempt, forgiveSubject, takeSessionAttempt } from '../attempts/attempts'
import { AccessError } from '../errors'
import { disableKeys } from '../keys/disable-keys'
import { beginSession, type BegunSession } from '../sessions/begin-session'
import { getSignIns } from '../sign-ins'
import { demandPassword } from './demand-password'
import { inHashTurn } from './hash-semaphore'
import { hashPassword, putPassword } from './set-password'

export interface PasswordChange {
  present: string
  next: string
  /** Whether the keys that they made end too. */
  endKeys: boolean
}

/**
 * Changes one's own password, with the present one as proof: a browser left open is not enough to take an account over. All other browsers
 * are signed out; the requesting one gets a new session. A person without a password gets the first one by an administrator's link, so that
 * nobody creates their own access that outlives what a provider says of them.
 *
 * @throws AccessError wrong-credentials, too-many-attempts, password-refused
 */
export async function changePassword(
  access: Access,
  requester: Requester,
  sessionId: string,
  { present, next, endKeys }: PasswordChange,
): Promise<BegunSession> {
  const { actor, from } = requester
  const { internalAdapter, password: hasher } = await access.auth.$context
  const person = await internalAdapter.findUserById(actor.id)
  if (actor.kind !== 'person' || person === null) throw new AccessError('not-found', 'A key has no password.')
  const held = (await internalAdapter.findCredentialAccount(actor.id))?.password ?? null
  if (held === null)
    return refuse(
      access,
      requester,
      new AccessError(
        'password-refused',
        'You have no password here yet. An administrator can create a link for you that sets one: People, Password link.',
      ),
    )
  demandPassword(next, [person.name, person.email])
  // The session's attempts, as for a step-up: what others guess at sign-in does not count.
  const subject = await takeSessionAttempt(access.journal, sessionId)
  const isRight = await inHashTurn(() => hasher.verify({ hash: held, password: present }))
  if (!isRight)
    return refuse(
      access,
      requester,
      new AccessError(
        'wrong-credentials',
        'That is not your current password. Try again, or ask an administrator for a link that sets a new one.',
      ),
    )
  const hash = await hashPassword(access, next)
  await writeAudited(access.journal, async (transaction) => {
    await putPassword(transaction, actor.id, hash)
    const keysEnded = endKeys ? await disableKeys(access, transaction, actor.id) : []
    return {
      entry: {
        actor,
        from,
        action: 'password.change',
        target: actor.name,
        result: 'done',
        detail: { keysEnded },
      },
      result: null,
    }
  })
  await forgiveSubject(access.journal, subject)
  await forgiveAttempt(access.journal, { email: person.email, from: null })
  ;(await getSignIns()).forget()
  return beginSession(access, actor.id, requester)
}

async function refuse({ journal }: Access, { actor, from }: Requester, error: AccessError): Promise<never> {
  await appendAudit(journal, {
    actor,
    from,
    action: 'password.change',
    target: actor.name,
    reason: error.code,
    result: 'refused',
  })
  throw error
}
