import { z } from 'zod'
import { roles } from '../actor'
import { time } from './common'

const role = z.enum(roles)

/** The signed-in person, as a page's top bar names them. */
export const begunSession = z.object({ name: z.string(), role })

export const signedIn = begunSession.extend({ by: z.enum(['session', 'key']), until: time })

/** What the page of a one-time link has to ask for. */
export const linkView = z.object({
  kind: z.enum(['first-administrator', 'invitation', 'reset', 'sign-in']),
  email: z.string().nullable(),
  role: role.nullable(),
  endsAt: time,
})

/** The signed-in person's own second factor, and how they can prove their identity. */
export const secondFactor = z.object({
  isOn: z.boolean(),
  /** Only a person with a password has a second factor here. */
  hasPassword: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  /** Name of the OpenID provider, if there is one. */
  provider: z.string().nullable(),
  /** This console requires it of administrators. */
  isRequired: z.boolean(),
})

/** Shown until a first code confirms it, and then never again: Base32, and `otpauth://…` for a QR code. */
export const offeredSecondFactor = z.object({ secret: z.string(), uri: z.string() })

export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** Browsers that are signed in. */
export const sessionList = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      /** The session of the request itself. */
      isThis: z.boolean(),
      since: time,
      until: time,
      from: z.string().nullable(),
      browser: z.string().nullable(),
    }),
  ),
})

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** null: no permissions: their provider withdrew the role, or this version does not know it. */
  role: role.nullable(),
  since: time,
  /** How they can sign in. */
  by: z.array(z.enum(['password', 'provider'])),
  hasSecondFactor: z.boolean(),
  /** When they last began a session that has not ended yet. */
  lastSignIn: time.nullable(),
})

export const invitation = z.object({ id: z.string(), email: z.string(), role, invitedBy: z.string().nullable(), endsAt: time })

/** A link that sets a new password and was not used yet. */
export const resetLink = z.object({ id: z.string(), email: z.string(), madeBy: z.string().nullable(), endsAt: time })

export const peopleList = z.object({ people: z.array(person), invitations: z.array(invitation), resetLinks: z.array(resetLink) })

/** A link that works once; its URL is shown once. */
export const madeLink = z.object({ id: z.string(), url: z.url(), endsAt: time })

export const key = z.object({
  id: z.string(),
  name: z.string(),
  /** The key's first characters. */
  start: z.string(),
  /** The key's present role; null: none. */
  role: role.nullable(),
  madeBy: z.string().nullable(),
  since: time,
  endsAt: time,
  hasEnded: z.boolean(),
  lastUsed: time.nullable(),
})

export const keyList = z.object({ keys: z.array(key) })

/** `key` is shown once and stored nowhere. */
export const madeKey = z.object({ id: z.string(), key: z.string(), endsAt: time })
