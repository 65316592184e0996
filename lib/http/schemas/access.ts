import 'server-only'
import { z } from 'zod'
import { roles } from '@/lib/model/actor'
import { time as moment } from '@/lib/model/schemas/common'

const role = z.enum(roles)
const email = z.string().trim().toLowerCase().max(254).pipe(z.email('is no e-mail address'))
const name = z.string().trim().min(1, 'is empty').max(100)
/** Whether it is good enough is said elsewhere, in words. */
const password = z.string().max(1_000)
/** Of an app, or one of the recovery codes. */
const code = z.string().trim().max(40)
const token = z.string().min(1).max(200)

export const signInRequest = z.object({
  email: z.string().trim().min(1, 'is empty').max(254),
  password: password.min(1, 'is empty'),
  code: code.optional(),
})
export const sessionProof = z.object({ password: password.min(1, 'is empty'), code: code.optional() })
/** `again`: the provider asks who sits there, also where somebody is signed in at it; then the session counts as proven. */
export const providerSignInRequest = z.object({ again: z.boolean().optional() })
export const secondFactorCode = z.object({ code })
export const linkQuestion = z.object({ token })
export const linkAnswer = z.object({
  token,
  name: name.optional(),
  email: email.optional(),
  password: password.optional(),
  code: code.optional(),
})
export const passwordChange = z.object({
  present: password,
  next: password,
  endKeys: z.boolean().default(true).describe('Whether the keys that you made end too. Whoever knew the old password may have made some.'),
})
export const personInvitation = z.object({ email, role })
export const roleChange = z.object({ role })
/** A minute: less would be nothing once it is counted in whole seconds. */
const leastKeyDays = 1 / 1_440
export const keyRequest = z.object({
  name: name.max(64),
  role,
  days: z.number().min(leastKeyDays, 'is at least 1/1440 (0.0007), a minute').max(366, 'is at most 366'),
})

export const signedIn = z.object({ name: z.string(), role, by: z.enum(['session', 'key']), until: moment })
export const begunSession = z.object({ name: z.string(), role })
export const providerAddress = z.object({ url: z.url() })
export const linkView = z.object({
  kind: z.enum(['first-administrator', 'invitation', 'reset', 'sign-in']),
  email: z.string().nullable(),
  role: role.nullable(),
  endsAt: moment,
})
export const secondFactor = z.object({
  isOn: z.boolean(),
  hasPassword: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  provider: z.string().nullable(),
  isRequired: z.boolean(),
})
export const offeredSecondFactor = z.object({ secret: z.string(), uri: z.string() })
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })
export const sessionList = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      isThis: z.boolean(),
      since: moment,
      until: moment,
      from: z.string().nullable(),
      browser: z.string().nullable(),
    }),
  ),
})
export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: role.nullable(),
  since: moment,
  by: z.array(z.enum(['password', 'provider'])),
  hasSecondFactor: z.boolean(),
  lastSignIn: moment.nullable(),
})
export const invitation = z.object({ id: z.string(), email: z.string(), role, invitedBy: z.string().nullable(), endsAt: moment })
export const resetLink = z.object({ id: z.string(), email: z.string(), madeBy: z.string().nullable(), endsAt: moment })
export const peopleList = z.object({ people: z.array(person), invitations: z.array(invitation), resetLinks: z.array(resetLink) })
export const madeLink = z.object({ id: z.string(), url: z.url(), endsAt: moment })
export const key = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string(),
  role: role.nullable(),
  madeBy: z.string().nullable(),
  since: moment,
  endsAt: moment,
  hasEnded: z.boolean(),
  lastUsed: moment.nullable(),
})
export const keyList = z.object({ keys: z.array(key) })
export const madeKey = z.object({ id: z.string(), key: z.string(), endsAt: moment })
