import 'server-only'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { LinkKind } from '@/lib/model/access-views'
import type { Role } from '@/lib/model/actor'
import type { Access } from '../access'

const hour = 60 * 60_000

/** How long a link can be used: as long as it takes to reach its reader, and no longer. */
const lifetimes: Record<LinkKind, number> = { 'first-administrator': hour, 'sign-in': hour, reset: 24 * hour, invitation: 72 * hour }

export interface WantedLink {
  kind: LinkKind
  email?: string
  role?: Role
  personId?: string
  /** Name of who makes it; null: this program. */
  madeBy: string | null
}

export interface MadeLink {
  id: string
  url: string
  endsAt: number
}

/**
 * A link that lets whoever opens it in once. Its secret stands behind `#`, which no browser sends anywhere, so it is in
 * no log of any server or proxy, and programs that fetch links to show a preview do not use it up.
 */
export async function makeLink({ journal, settings }: Access, { kind, email, role, personId, madeBy }: WantedLink, now = Date.now()): Promise<MadeLink> {
  const token = randomBytes(32).toString('base64url')
  const id = randomUUID()
  const endsAt = now + lifetimes[kind]
  await journal.db.insertInto('links').values({
    id, token_hash: hashToken(token), kind, email: email?.toLowerCase() ?? null, role: role ?? null, person_id: personId ?? null, made_by: madeBy, made_at: now, ends_at: endsAt, used_at: null,
  }).execute()
  return { id, url: `${settings.publicUrl}/welcome#${token}`, endsAt }
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
