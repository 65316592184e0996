import type { PersonRole } from './actor'

/** Who reads a page, as its top bar names them. */
export interface SignedInUser {
  name: string
  role: PersonRole
}

export type LinkKind = 'first-administrator' | 'invitation' | 'reset' | 'sign-in'

/** Those that administrators make, and may withdraw while they are open. */
export const openLinkKinds = ['invitation', 'reset'] as const satisfies readonly LinkKind[]
export type OpenLinkKind = (typeof openLinkKinds)[number]

/** What the page under a one-time link has to ask for. */
export interface LinkView {
  kind: LinkKind
  email: string | null
  role: PersonRole | null
  endsAt: string
}

/** A link that lets in once; told once. */
export interface LinkToPass {
  id: string
  url: string
  endsAt: string
}

/** A browser that is signed in. */
export interface SessionView {
  id: string
  /** The one that asks. */
  isThis: boolean
  since: string
  until: string
  from: string | null
  browser: string | null
}

export interface PersonView {
  id: string
  name: string
  email: string
  /** null: they may do nothing: the provider that they come from took their role, or this version does not know it. */
  role: PersonRole | null
  since: string
  /** How they can sign in. */
  by: ('password' | 'provider')[]
  hasSecondFactor: boolean
  /** When they last began a session that has not ended yet. */
  lastSignIn: string | null
}

export interface InvitationView {
  id: string
  email: string
  role: PersonRole
  invitedBy: string | null
  endsAt: string
}

/** A link that sets a new password and was not used yet. */
export interface ResetLinkView {
  id: string
  email: string
  madeBy: string | null
  endsAt: string
}

export interface KeyView {
  id: string
  name: string
  /** Its first characters. */
  start: string
  /** What it may do now; null: nothing. */
  role: PersonRole | null
  madeBy: string | null
  since: string
  endsAt: string
  hasEnded: boolean
  lastUsed: string | null
}

export interface MadeKey {
  id: string
  /** Told once and kept nowhere. */
  key: string
  endsAt: string
}

/** One's own second factor, and how one can prove who one is. */
export interface SecondFactorView {
  isOn: boolean
  /** Only with one there is a second factor here. */
  hasPassword: boolean
  recoveryCodesLeft: number
  /** Name of the OpenID provider, if there is one. */
  provider: string | null
  /** This console lets nobody be an administrator without. */
  isRequired: boolean
}

/** Told until a code of it was given, and then never again. */
export interface OfferedSecondFactor {
  /** Base32. */
  secret: string
  /** `otpauth://…`, for a QR code. */
  uri: string
}
