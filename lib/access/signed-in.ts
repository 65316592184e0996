import 'server-only'
import type { Actor } from '@/lib/model/actor'

/** A person or key that was authenticated, and until when that is valid. */
export interface SignedIn {
  actor: Actor
  /** A browser's session proves itself by a cookie, which other sites can make a browser send; a key is sent on purpose. */
  by: 'session' | 'key'
  /** Row of the session or the key. */
  credentialId: string
  /** Epoch ms. */
  until: number
  /** Epoch ms of the last proof of the person; null: a key, which proves nothing of that kind. */
  provenAt: number | null
  /** An administrator who may do no more than an operator until they have the second factor that this console requires. */
  isHeldBack: boolean
}

/** A request that was refused before anything happened. */
export interface SignInRefusal {
  actor: Actor | null
  from: string | null
  /** e.g. `POST /api/v1/keys` */
  action: string
  reason: string
}

/** The requester of a request. The one thing that every route needs of sign-in. */
export interface SignIns {
  /**
   * @returns null when the request carries no credential, or one that is not known, ended or was revoked
   * @throws when the database cannot be used: then access is refused
   */
  findSignedIn(headers: Headers): Promise<SignedIn | null>
  /** A person opened a page or changed something: the session is not idle. Never throws. */
  noteUse(signedIn: SignedIn): Promise<void>
  /** Leaves an audit line. Never throws: what is refused stays refused. */
  noteRefusal(refusal: SignInRefusal): Promise<void>
  /** A person's rights changed: cached sign-ins count no more. */
  forget(): void
}
