import 'server-only'
import type { Selectable } from 'kysely'
import type { LinksTable } from '@/lib/journal/tables/access'
import type { LinkKind, LinkView } from '@/lib/model/access-views'
import type { Access } from '../access'
import { AccessError } from '../errors'
import { countPeople } from '../people/count-people'
import { hashToken } from './make-link'

/** Looking does not use it up. @throws AccessError link-unusable */
export async function lookAtLink(access: Access, token: string): Promise<LinkView> {
  const { kind, email, role, ends_at } = await getUsableLink(access, token)
  return { kind, email, role, endsAt: new Date(ends_at).toISOString() }
}

/** @throws AccessError link-unusable with why and what to do */
export async function getUsableLink(access: Access, token: string, now = Date.now()): Promise<Selectable<LinksTable>> {
  const link = await access.journal.db.selectFrom('links').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst()
  if (link === undefined) throw toUnusable('This link is not known here. It may have been withdrawn, or cut when it was copied.', null)
  if (link.used_at !== null) throw toUnusable('This link was used already: each lets somebody in once.', link.kind)
  if (link.ends_at <= now) throw toUnusable('This link has ended: it was not used in time.', link.kind)
  if (link.kind === 'first-administrator' && (await countPeople(access)) > 0) throw toUnusable('There is an administrator already.', link.kind)
  return link
}

export function toUnusable(what: string, kind: LinkKind | null): AccessError {
  const next = kind === 'first-administrator' || kind === 'sign-in' ? 'If you cannot sign in, start the console again: it prints a new link while there is no administrator.' : 'If you cannot sign in, ask an administrator for a new one.'
  return new AccessError('link-unusable', `${what} ${next}`)
}
