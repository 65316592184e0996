import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { LinksTable } from '@/lib/journal/tables/access'
import type { Access } from '../access'
import type { Whence } from '../asker'
import { forgiveSubject, takeSessionAttempt } from '../attempts/attempts'
import { appendRefused } from '../audit/note-refusal'
import { AccessError } from '../errors'
import { demandPassword } from '../passwords/demand-password'
import { createPerson } from '../people/create-person'
import { setPassword } from '../passwords/set-password'
import { demandCode } from '../second-factor/check-code'
import { beginSession } from '../sessions/begin-session'
import type { BegunSession } from '../sessions/sign-in'
import { getSignIns } from '../sign-ins'
import { getUsableLink, toUnusable } from './look-at-link'

/** What somebody fills in under a link; which of it is needed depends on its kind. */
export interface LinkAnswer {
  token: string
  name?: string
  email?: string
  password?: string
  /** Of the second factor: a link stands for the password, not for both. */
  code?: string
}

/**
 * Lets somebody in by a link, once: everything that can be wrong with the answer is said before the link is used up.
 * @throws AccessError link-unusable, password-refused, person-exists, code-needed, wrong-code, too-many-attempts
 */
export async function takeLink(access: Access, answer: LinkAnswer, whence: Whence): Promise<BegunSession> {
  const link = await getUsableLink(access, answer.token).catch((error: unknown) => refuse(access, whence, error))
  const filled = toFilled(link, answer)
  if (link.kind !== 'sign-in') demandPassword(filled.password, [filled.name, filled.email])
  if (link.person_id !== null) await demandLinkCode(access, link.person_id, answer.code)
  await takeOnce(access, link.id).catch((error: unknown) => refuse(access, whence, error))
  try {
    const personId = await carryOut(access, link, filled)
    const begun = await beginSession(access, personId, whence)
    ;(await getSignIns()).forget()
    await appendAudit(access.journal, { actor: begun.actor, from: whence.from, action: `link.${link.kind}`, clusterId: null, target: begun.actor.name, reason: null, result: 'done', detail: { role: begun.actor.role, madeBy: link.made_by } })
    return begun
  } catch (error) {
    await access.journal.db.updateTable('links').set({ used_at: null }).where('id', '=', link.id).execute()
    throw error
  }
}

interface Filled {
  name: string
  email: string
  password: string
}

function toFilled(link: LinksTable, { name, email, password }: LinkAnswer): Filled {
  const address = link.email ?? email ?? ''
  return { name: name?.trim() || address, email: address.toLowerCase(), password: password ?? '' }
}

/** In one statement, so that of two who use it at once one is refused. */
async function takeOnce({ journal }: Access, id: string): Promise<void> {
  const { numUpdatedRows } = await journal.db.updateTable('links').set({ used_at: Date.now() }).where('id', '=', id).where('used_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) throw toUnusable('This link was used already: each lets somebody in once.', null)
}

/** @returns who is let in */
async function carryOut(access: Access, link: LinksTable, filled: Filled): Promise<string> {
  if (link.kind === 'first-administrator') return createPerson(access, { ...filled, role: 'administrator' })
  if (link.kind === 'invitation') return createPerson(access, { ...filled, role: link.role ?? 'viewer' })
  if (link.person_id === null) throw new AccessError('not-found', 'The person this link is for is not here any more.')
  if (link.kind === 'reset') await setPassword(access, link.person_id, filled.password)
  return link.person_id
}

/** Wrong codes count as those of a sign-in do. @throws AccessError code-needed, wrong-code, too-many-attempts */
async function demandLinkCode(access: Access, personId: string, code: string | undefined): Promise<void> {
  const subject = code ? await takeSessionAttempt(access.journal, `link for ${personId}`) : null
  await demandCode(access, personId, code)
  if (subject !== null) await forgiveSubject(access.journal, subject)
}

async function refuse(access: Access, { from }: Whence, error: unknown): Promise<never> {
  if (error instanceof AccessError) await appendRefused(access.journal, { actor: null, from, action: 'link.use', clusterId: null, target: null, reason: error.message, result: 'refused' })
  throw error
}
