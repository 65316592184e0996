import 'server-only'
import { createHash } from 'node:crypto'
import type { Journal } from '@/lib/journal/dialect'
import { AccessError, isTooManyAttempts } from '../errors'
import { deriveLockMs, forgetMs, type AttemptSubject } from './derive-lock'
import { toNetworks } from '@/lib/network/to-networks'

/** An attempt to sign in: the account it names and its origin. */
export interface Attempt {
  email: string
  from: string | null
  /** A browser that signed in to this account before (device-cookie.ts): its failures are counted separately. */
  device?: string | null
}

type Subject = [kind: AttemptSubject, subject: string]

/**
 * Counts the attempt as failed before its password is checked, so that many at once cannot all be free. `forgiveAttempt` takes it back when
 * the password was right.
 *
 * @returns the attempt as it was counted: a device that failed too often itself counts like any other
 * @throws AccessError too-many-attempts with how long to wait, for the device, the account, the address or its network
 */
export async function takeAttempt(journal: Journal, attempt: Attempt, now = Date.now()): Promise<Attempt> {
  const counted = await takeAsDevice(journal, attempt, now)
  if (!counted.device) for (const [kind, subject] of toSubjects(counted)) await takeOne(journal, kind, subject, now)
  await journal.db
    .deleteFrom('attempts')
    .where('last_at', '<', now - forgetMs)
    .execute()
  return counted
}

/** For a signed-in person who proves themselves again: failures of others do not count. @throws AccessError too-many-attempts */
export async function takeSessionAttempt(journal: Journal, sessionId: string, now = Date.now()): Promise<Subject> {
  const subject: Subject = ['device', hash(`session ${sessionId}`)]
  await takeOne(journal, ...subject, now)
  return subject
}

/** The attempt was right: the account's or device's failures are forgotten, and the network's are taken back, as others share it. */
export async function forgiveAttempt(journal: Journal, attempt: Attempt): Promise<void> {
  for (const subject of toSubjects(attempt))
    await (subject[0] === 'account' || subject[0] === 'device' ? forgiveSubject(journal, subject) : undoOne(journal, subject))
}

export async function forgiveSubject({ db }: Journal, [, subject]: Subject): Promise<void> {
  await db.deleteFrom('attempts').where('subject', '=', subject).execute()
}

/** The attempt was neither right nor wrong (a code is still needed): as if it had not been, with nothing forgotten. */
export async function undoAttempt(journal: Journal, attempt: Attempt): Promise<void> {
  for (const subject of toSubjects(attempt)) await undoOne(journal, subject)
}

export async function undoOne({ db }: Journal, [, subject]: Subject): Promise<void> {
  await db
    .updateTable('attempts')
    .set((row) => ({ failures: row('failures', '-', 1), locked_until: 0 }))
    .where('subject', '=', subject)
    .where('failures', '>', 0)
    .execute()
}

async function takeAsDevice(journal: Journal, attempt: Attempt, now: number): Promise<Attempt> {
  if (!attempt.device) return attempt
  try {
    for (const [kind, subject] of toSubjects(attempt)) await takeOne(journal, kind, subject, now)
    return attempt
  } catch (error) {
    if (!isTooManyAttempts(error)) throw error
    return { ...attempt, device: null }
  }
}

async function takeOne(journal: Journal, kind: AttemptSubject, subject: string, now: number): Promise<void> {
  await journal.db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('attempts')
      .values({ subject, failures: 0, last_at: now, locked_until: 0 })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute()
    const row = transaction.selectFrom('attempts').selectAll().where('subject', '=', subject)
    const { failures, last_at, locked_until } = await (journal.dialect === 'postgres' ? row.forUpdate() : row).executeTakeFirstOrThrow()
    if (locked_until > now) throw toTooMany(kind, locked_until - now)
    const next = (now - last_at > forgetMs ? 0 : failures) + 1
    await transaction
      .updateTable('attempts')
      .set({ failures: next, last_at: now, locked_until: now + deriveLockMs(kind, next) })
      .where('subject', '=', subject)
      .execute()
  })
}

const whose: Record<AttemptSubject, string> = {
  account: 'for this account',
  device: 'in this browser',
  address: 'from this address',
  site: 'from this network',
}

function toTooMany(kind: AttemptSubject, waitMs: number): AccessError {
  const seconds = Math.ceil(waitMs / 1_000)
  const wait = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  return new AccessError(
    'too-many-attempts',
    `Too many sign-ins ${whose[kind]} failed. Try again in ${wait}; or ask an administrator for a link that sets a new password.`,
    seconds,
  )
}

/** The subjects that the attempt counts for, widest last. */
function toSubjects({ email, from, device }: Attempt): Subject[] {
  if (device) return [['device', hash(`device ${device}`)]]
  const account: Subject = ['account', hash(`account ${email.toLowerCase()}`)]
  if (from === null) return [account]
  const { address, site } = toNetworks(from)
  return [['address', hash(`address ${address}`)], ['site', hash(`site ${site}`)], account]
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
