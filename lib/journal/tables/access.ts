import type { LinkKind } from '@/lib/model/access-views'
import type { Role } from '@/lib/model/actor'

export interface LinksTable {
  id: string
  /** SHA-256 of what stands in the link; the link itself is shown once and kept nowhere. */
  token_hash: string
  kind: LinkKind
  email: string | null
  role: Role | null
  person_id: string | null
  /** Name of who made it; null: this program. */
  made_by: string | null
  /** The person or key that made it: it works as long as they may make one. */
  made_by_kind: 'person' | 'key' | null
  made_by_id: string | null
  made_at: number
  ends_at: number
  used_at: number | null
}

/** Failed sign-ins of one account or one address. */
export interface AttemptsTable {
  /** `account …` or `address …`, hashed: e-mail addresses that were only guessed are nobody's business. */
  subject: string
  failures: number
  last_at: number
  locked_until: number
}

/** The tables that lib/access writes itself. People, sessions and keys are better-auth's: it is asked for them. */
export interface AccessTables {
  links: LinksTable
  attempts: AttemptsTable
  secrets: { name: string; value: string }
}
