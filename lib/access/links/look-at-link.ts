import 'server-only'
import { sql, type Kysely, type Selectable } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { LinksTable } from '@/lib/journal/tables/access'
import type { LinkKind, LinkView } from '@/lib/model/access-views'
import type { Access } from '../access'
import { hashToken } from '../auth/hash-tokens'
import { AccessError } from '../errors'
import { makerHasRight } from './maker-right'

/** Reads a link without using it up. @throws AccessError link-unusable */
export async function lookAtLink(access: Access, token: string): Promise<LinkView> {
  const { kind, email, role, ends_at } = await getUsableLink(access, access.journal.db, token)
  return { kind, email, role, endsAt: new Date(ends_at).toISOString() }
}

/**
 * @param db the transaction that uses the link up, or the database for a mere read
 * @throws AccessError link-unusable with why and what to do
 */
export async function getUsableLink(
  { settings }: Access,
  db: Kysely<Tables>,
  token: string,
  now = Date.now(),
): Promise<Selectable<LinksTable>> {
  const link = await db
    .selectFrom('links')
    .selectAll()
    .select(makerHasRight(settings).as('is_backed'))
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (link === undefined) throw toUnusable('This link is not known here. It may have been withdrawn, or cut when it was copied.', null)
  const { is_backed: isBacked, ...row } = link
  if (row.used_at !== null) throw toUnusable('This link was used already. A link works once.', row.kind)
  if (row.ends_at <= now) throw toUnusable('This link has expired.', row.kind)
  if (!isBacked)
    throw toUnusable(
      'This link is no longer valid: its creator is no longer an administrator or lacks the required second factor, or the key that created it was revoked.',
      row.kind,
    )
  if (row.kind === 'first-administrator' && (await hasPeople(db))) throw toUnusable('There is an administrator already.', row.kind)
  return row
}

async function hasPeople(db: Kysely<Tables>): Promise<boolean> {
  return (await sql`select 1 as one from people limit 1`.execute(db)).rows.length > 0
}

export function toUnusable(what: string, kind: LinkKind | null): AccessError {
  const next =
    kind === 'first-administrator' || kind === 'sign-in'
      ? 'If you cannot sign in, start the console again: it prints a new link while there is no administrator.'
      : 'If you cannot sign in, ask an administrator for a new one.'
  return new AccessError('link-unusable', `${what} ${next}`)
}
