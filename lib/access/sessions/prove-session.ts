import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { forgiveSubject, takeSessionAttempt, undoOne } from '../attempts/attempts'
import { appendRefused } from '../audit/note-refusal'
import { AccessError } from '../errors'
import { findByPassword } from '../passwords/verify-password'
import { demandCode } from '../second-factor/check-code'
import { getSignIns } from '../sign-ins'
import { noteSessionProof } from './session-marks'

/**
 * Proves that the person of a session is present now: with the password, and the code where there is a second factor.
 * @throws AccessError wrong-credentials, code-needed, wrong-code, too-many-attempts; not-found for a key
 */
export async function proveSession(
  access: Access,
  requester: Requester,
  sessionId: string,
  { password, code }: { password: string; code?: string },
): Promise<void> {
  const { actor, from } = requester
  if (actor.kind !== 'person') throw new AccessError('not-found', 'A key has no password to prove itself with. Sign in in a browser.')
  const entry = { actor, from, action: 'session.prove', clusterId: null, target: actor.name }
  const subject = await takeSessionAttempt(access.journal, sessionId)
  try {
    const person = await findByPassword(access, actor.name, password)
    if (person?.id !== actor.id)
      throw new AccessError(
        'wrong-credentials',
        'That is not your password. Try again, or ask an administrator for a link that sets a new one.',
      )
    await demandCode(access, actor.id, code)
  } catch (error) {
    if (!AccessError.is(error)) throw error
    if (error.code === 'code-needed') await undoOne(access.journal, subject)
    await appendRefused(access.journal, { ...entry, reason: error.code, result: 'refused' })
    throw error
  }
  await forgiveSubject(access.journal, subject)
  await noteSessionProof(access, sessionId)
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, { ...entry, reason: null, result: 'done' })
}
