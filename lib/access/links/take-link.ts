import 'server-only'
import { sql, type Transaction } from 'kysely'
import { writeAudited } from '@/lib/journal/audit/append'
import type { Tables } from '@/lib/journal/tables'
import type { LinksTable } from '@/lib/journal/tables/access'
import type { Actor } from '@/lib/model/actor'
import type { Access } from '../access'
import type { RequestOrigin } from '../request-origin'
import { forgiveAttempt, forgiveSubject, takeSessionAttempt } from '../attempts/attempts'
import { appendRefused } from '../audit/note-refusal'
import { AccessError } from '../errors'
import { disableKeys } from '../keys/disable-keys'
import { demandPassword } from '../passwords/demand-password'
import { findPersonActor } from '../people/find-person'
import { insertPerson } from '../people/create-person'
import { hashPassword, putPassword } from '../passwords/set-password'
import { demandCode } from '../second-factor/check-code'
import { beginSession, type BegunSession } from '../sessions/begin-session'
import { getSignIns } from '../sign-ins'
import { getUsableLink, toUnusable } from './look-at-link'

/** The form under a link; which fields are needed depends on its kind. */
export interface LinkAnswer {
  token: string
  name?: string
  email?: string
  password?: string
  /** Code of the second factor: a link replaces the password, not both. */
  code?: string
}

/** Any fixed number: uses of first links at the same time agree on it. */
const firstLockKey = 7_351_884

/**
 * Signs a person in by a link, once. Whether the link is usable is checked again in the transaction that uses it up and carries it out, so
 * a failure leaves the link as it was.
 * @throws AccessError link-unusable, password-refused, person-exists, code-needed, wrong-code, too-many-attempts
 */
export async function takeLink(access: Access, answer: LinkAnswer, origin: RequestOrigin): Promise<BegunSession> {
  const { journal } = access
  const link = await getUsableLink(access, journal.db, answer.token).catch((error: unknown) => refuse(access, origin, error))
  const filled = toFilled(link, answer)
  if (filled.hasPassword) demandPassword(filled.password, [filled.name, filled.email])
  if (link.person_id !== null) await demandLinkCode(access, link.person_id, answer.code)
  const hash = filled.hasPassword ? await hashPassword(access, filled.password) : null
  const { result: actor } = await writeAudited(journal, (transaction) =>
    take(access, transaction, { token: answer.token, filled, hash }, origin),
  ).catch((error: unknown) => refuse(access, origin, error))
  if (hash !== null) await forgiveAttempt(journal, { email: actor.name, from: null })
  ;(await getSignIns()).forget()
  return beginSession(access, actor.id, origin)
}

interface Filled {
  name: string
  email: string
  password: string
  hasPassword: boolean
}

interface Taking {
  token: string
  filled: Filled
  hash: string | null
}

function toFilled(link: LinksTable, { name, email, password }: LinkAnswer): Filled {
  const address = link.email ?? email ?? ''
  return {
    name: name?.trim() || address,
    email: address.toLowerCase(),
    password: password ?? '',
    hasPassword: link.kind !== 'sign-in' || !!password,
  }
}

async function take(access: Access, transaction: Transaction<Tables>, taking: Taking, { from }: RequestOrigin) {
  // A use of another first link at the same time waits, and then finds an administrator.
  if (access.journal.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(firstLockKey)})`.execute(transaction)
  const link = await getUsableLink(access, transaction, taking.token)
  const { numUpdatedRows } = await transaction
    .updateTable('links')
    .set({ used_at: Date.now() })
    .where('id', '=', link.id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw toUnusable('This link was used already. A link works once.', link.kind)
  const { actor, detail } = await carryOut(access, transaction, link, taking)
  const entry = {
    actor,
    from,
    action: `link.${link.kind}`,
    target: actor.name,
    result: 'done' as const,
    detail: { role: actor.role, madeBy: link.made_by, ...detail },
  }
  return { entry, result: actor }
}

/** @returns the person who is signed in, and the details for the audit */
async function carryOut(
  access: Access,
  transaction: Transaction<Tables>,
  link: LinksTable,
  { filled, hash }: Taking,
): Promise<{ actor: Actor; detail?: object }> {
  if (link.kind === 'first-administrator' || link.kind === 'invitation') {
    const role = link.kind === 'invitation' ? (link.role ?? 'viewer') : 'administrator'
    const id = await insertPerson(transaction, { ...filled, role, hash })
    return { actor: { kind: 'person', id, name: filled.email, role } }
  }
  const actor = link.person_id === null ? null : await findPersonActor(transaction, link.person_id)
  if (actor === null) throw toUnusable('The account of this link was removed, or has no role.', link.kind)
  if (hash === null) return { actor }
  // Whoever holds it is in already, but it is no way around a password that was set since it was printed.
  if (link.kind === 'sign-in' && (await hasOwnPassword(transaction, actor.id)))
    throw toUnusable('This account has a password already. Sign in with it, or leave the password of this link empty.', link.kind)
  await putPassword(transaction, actor.id, hash)
  return { actor, detail: { keysEnded: await disableKeys(access, transaction, actor.id) } }
}

async function hasOwnPassword(transaction: Transaction<Tables>, personId: string): Promise<boolean> {
  const { rows } = await sql`select 1 as one from credentials
    where ${sql.ref('userId')} = ${personId} and ${sql.ref('providerId')} = 'credential' limit 1`.execute(transaction)
  return rows.length > 0
}

/** Wrong codes count as those of a sign-in do. @throws AccessError code-needed, wrong-code, too-many-attempts */
async function demandLinkCode(access: Access, personId: string, code: string | undefined): Promise<void> {
  const subject = code ? await takeSessionAttempt(access.journal, `link for ${personId}`) : null
  await demandCode(access, personId, code)
  if (subject !== null) await forgiveSubject(access.journal, subject)
}

async function refuse(access: Access, { from }: RequestOrigin, error: unknown): Promise<never> {
  if (AccessError.is(error))
    await appendRefused(access.journal, {
      actor: null,
      from,
      action: 'link.use',
      reason: error.message,
      result: 'refused',
    })
  throw error
}
