import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import { randomBytes, randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { LinkKind } from '@/lib/model/access-views'
import type { Actor, PersonRole } from '@/lib/model/actor'
import type { Access } from '../access'
import { hashToken } from '../auth/hash-tokens'

const hour = 60 * 60_000

/** How long a link can be used: as long as it takes to reach its reader, and no longer. */
const lifetimes: Record<LinkKind, number> = { 'first-administrator': hour, 'sign-in': hour, reset: 24 * hour, invitation: 72 * hour }

export interface WantedLink {
  kind: LinkKind
  email?: string
  role?: PersonRole
  personId?: string
  /** The link ends with the right of its maker; null: this program. */
  madeBy: Actor | null
}

export interface MadeLink {
  id: string
  url: string
  endsAt: number
}

/**
 * A link that grants access once. Its secret is after `#`, which no browser sends anywhere, so it is in no log of any server or proxy, and
 * programs that fetch links to show a preview do not use it up.
 * @param db a transaction, when other writes have to happen together with it
 */
export async function makeLink(
  { journal, settings }: Access,
  { kind, email, role, personId, madeBy }: WantedLink,
  db: Kysely<Tables> = journal.db,
): Promise<MadeLink> {
  const token = randomBytes(32).toString('base64url')
  const id = randomUUID()
  const now = Date.now()
  const endsAt = Math.min(now + lifetimes[kind], await findEndOfMaker(db, madeBy))
  await db
    .insertInto('links')
    .values({
      id,
      token_hash: hashToken(token),
      kind,
      email: email?.toLowerCase() ?? null,
      role: role ?? null,
      person_id: personId ?? null,
      made_by: madeBy?.name ?? null,
      made_by_kind: madeBy === null ? null : madeBy.kind === 'key' ? 'key' : 'person',
      made_by_id: madeBy?.id ?? null,
      made_at: now,
      ends_at: endsAt,
      used_at: null,
    })
    .execute()
  return { id, url: `${settings.publicUrl}${pagePaths.welcome}#${token}`, endsAt }
}

/** Epoch ms; a link that a key made expires with the key. */
async function findEndOfMaker(db: Kysely<Tables>, madeBy: Actor | null): Promise<number> {
  if (madeBy?.kind !== 'key') return Infinity
  const { rows } = await sql<{
    endsAt: Date | string | null
  }>`select ${sql.ref('expiresAt')} as ${sql.ref('endsAt')} from api_keys where id = ${madeBy.id}`.execute(db)
  return new Date(rows[0]?.endsAt ?? 0).getTime()
}
