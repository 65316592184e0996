import 'server-only'
import { createHash } from 'node:crypto'
import type { Journal } from '@/lib/journal/dialect'
import { AccessError } from '../errors'
import { deriveLockMs, forgetMs, type AttemptSubject } from './derive-lock'

/** Somebody who tries: the account they name and the address they come from. */
export interface Attempt {
  email: string
  from: string | null
}

/**
 * Counts the attempt as failed before its password is looked at, so that many at once cannot all be free.
 * `forgiveAttempt` takes it back when it was right.
 *
 * @throws AccessError too-many-attempts with how long to wait, for the account or for the address
 */
export async function takeAttempt(journal: Journal, attempt: Attempt, now = Date.now()): Promise<void> {
  for (const [kind, subject] of toSubjects(attempt)) await takeOne(journal, kind, subject, now)
  await journal.db.deleteFrom('attempts').where('last_at', '<', now - forgetMs).execute()
}

/** It was right: the account's failures are forgotten and the address's is taken back, as others may share it. */
export async function forgiveAttempt({ db }: Journal, attempt: Attempt): Promise<void> {
  for (const [kind, subject] of toSubjects(attempt)) {
    if (kind === 'account') await db.deleteFrom('attempts').where('subject', '=', subject).execute()
    else await db.updateTable('attempts').set((row) => ({ failures: row('failures', '-', 1), locked_until: 0 })).where('subject', '=', subject).where('failures', '>', 0).execute()
  }
}

async function takeOne(journal: Journal, kind: AttemptSubject, subject: string, now: number): Promise<void> {
  await journal.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('attempts').values({ subject, failures: 0, last_at: now, locked_until: 0 }).onConflict((conflict) => conflict.column('subject').doNothing()).execute()
    const row = transaction.selectFrom('attempts').selectAll().where('subject', '=', subject)
    const { failures, last_at, locked_until } = await (journal.dialect === 'postgres' ? row.forUpdate() : row).executeTakeFirstOrThrow()
    if (locked_until > now) throw toTooMany(kind, locked_until - now)
    const next = (now - last_at > forgetMs ? 0 : failures) + 1
    await transaction.updateTable('attempts').set({ failures: next, last_at: now, locked_until: now + deriveLockMs(kind, next) }).where('subject', '=', subject).execute()
  })
}

function toTooMany(kind: AttemptSubject, waitMs: number): AccessError {
  const seconds = Math.ceil(waitMs / 1_000)
  const wait = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  const whose = kind === 'account' ? 'for this account' : 'from this address'
  return new AccessError('too-many-attempts', `Too many sign-ins ${whose} failed. Try again in ${wait}; or ask an administrator for a link that sets a new password.`, seconds)
}

function toSubjects({ email, from }: Attempt): [AttemptSubject, string][] {
  const subjects: [AttemptSubject, string][] = [['account', hash(`account ${email.toLowerCase()}`)]]
  return from === null ? subjects : [['address', hash(`address ${toNetwork(from)}`)], ...subjects]
}

/** Whoever has one IPv6 address has 2^64 of them. */
function toNetwork(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const parts = head.split(':').filter((part) => part !== '')
  const missing = tail === undefined ? 0 : 8 - parts.length - tail.split(':').filter((part) => part !== '').length
  const all = [...parts, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...(tail?.split(':') ?? [])]
  return all.slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '')).join(':')
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
