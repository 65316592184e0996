import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import type { RequestOrigin } from '../request-origin'
import { forgiveAttempt, takeAttempt, undoAttempt, type Attempt } from '../attempts/attempts'
import { findDevice } from '../attempts/device-cookie'
import { appendRefused } from '../audit/note-refusal'
import { toRole } from '../auth/to-role'
import { AccessError } from '../errors'
import { findByPassword } from '../passwords/verify-password'
import { demandCode } from '../second-factor/check-code'
import { beginSession, type BegunSession } from './begin-session'

export interface Credentials {
  email: string
  password: string
  /** Code of the second factor, where the account has one. */
  code?: string
}

/**
 * Signs in with e-mail address, password and code. Nothing reveals whether the address is known: not the words, not the time it takes. That
 * a code is needed is said only after the right password.
 *
 * @throws AccessError wrong-credentials, code-needed, wrong-code, too-many-attempts
 */
export async function signIn(access: Access, credentials: Credentials, origin: RequestOrigin): Promise<BegunSession> {
  const { email } = credentials
  const attempt = { email, from: origin.from, device: findDevice(access, email, origin.cookies) }
  try {
    const counted = await takeAttempt(access.journal, attempt)
    const begun = await trySignIn(access, credentials, origin, counted)
    await forgiveAttempt(access.journal, counted)
    await appendAudit(access.journal, {
      actor: begun.actor,
      from: origin.from,
      action: 'sign-in',
      target: email,
      result: 'done',
      detail: { by: credentials.code ? 'password and code' : 'password' },
    })
    return begun
  } catch (error) {
    const reason = AccessError.is(error) ? error.code : 'failed'
    await appendRefused(access.journal, {
      actor: null,
      from: origin.from,
      action: 'sign-in',
      target: email,
      reason,
      result: 'refused',
    })
    throw error
  }
}

async function trySignIn(
  access: Access,
  { email, password, code }: Credentials,
  origin: RequestOrigin,
  counted: Attempt,
): Promise<BegunSession> {
  const person = await findByPassword(access, email, password, { from: origin.from, isKnown: Boolean(counted.device) })
  if (person === null)
    throw new AccessError(
      'wrong-credentials',
      'E-mail address and password do not belong together. Try again, or ask an administrator for a link that sets a new password.',
    )
  if (toRole((person as { role?: unknown }).role) === null)
    throw new AccessError('wrong-credentials', 'This account has no role. Ask an administrator for one.')
  await demandCode(access, person.id, code).catch(async (error: unknown) => {
    // Not a failure, but nothing is forgotten either: or a known password would make guessing codes free.
    if (AccessError.is(error) && error.code === 'code-needed') await undoAttempt(access.journal, counted)
    throw error
  })
  return beginSession(access, person.id, origin)
}
