import type { LinkKind } from '@/lib/model/access-views'
import type { PersonRole } from '@/lib/model/actor'

export interface LinksTable {
  id: string
  /** SHA-256 of the secret part of the link; the link itself is shown once and stored nowhere. */
  token_hash: string
  kind: LinkKind
  email: string | null
  role: PersonRole | null
  person_id: string | null
  /** Name of the person or key that made it; null: this program. */
  made_by: string | null
  /** The person or key that made it: the link works as long as they may make one. */
  made_by_kind: 'person' | 'key' | null
  made_by_id: string | null
  made_at: number
  ends_at: number
  used_at: number | null
}

/** Failed sign-ins of one account, browser, address or network. */
export interface AttemptsTable {
  /** `account …`, `device …`, `address …` or `site …`, hashed: e-mail addresses that were only guessed must not be readable. */
  subject: string
  failures: number
  last_at: number
  locked_until: number
}

/** What is known of a session beside better-auth's row. */
export interface SessionMarksTable {
  session_id: string
  /** Epoch ms of the last page that was opened or change that was made; null: none since it began. */
  seen_at: number | null
  /** Epoch ms of the last step-up or sign-in that proved the person; null: none since it began. */
  proven_at: number | null
}

export interface SecondFactorsTable {
  person_id: string
  /** Secret of the codes, encrypted (lib/access/second-factor/seal.ts). */
  sealed_secret: string
  made_at: number
  /** null: it was shown, and no code has proven yet that a person has it. */
  confirmed_at: number | null
  /** Number of the newest 30 seconds whose code was used: no code up to it counts again. */
  last_step: number
}

export interface RecoveryCodesTable {
  code_hash: string
  person_id: string
  used_at: number | null
}

/** The tables that lib/access writes itself. People, sessions and keys are better-auth's and are read through it. */
export interface AccessTables {
  links: LinksTable
  attempts: AttemptsTable
  session_marks: SessionMarksTable
  second_factors: SecondFactorsTable
  recovery_codes: RecoveryCodesTable
  secrets: { name: string; value: string }
}
