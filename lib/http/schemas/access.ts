import 'server-only'
import { z } from 'zod'
import { roles } from '@/lib/model/actor'
import { time as moment } from '@/lib/model/schemas/common'

const role = z.enum(roles)
const email = z.string().trim().toLowerCase().max(254).pipe(z.email('is no e-mail address'))
const name = z.string().trim().min(1, 'is empty').max(100)
/** Whether it is good enough is said elsewhere, in words. */
const password = z.string().max(1_000)
const token = z.string().min(1).max(200)

export const signInRequest = z.object({ email: z.string().trim().min(1, 'is empty').max(254), password: password.min(1, 'is empty') })
export const linkQuestion = z.object({ token })
export const linkAnswer = z.object({ token, name: name.optional(), email: email.optional(), password: password.optional() })
export const passwordChange = z.object({ present: password, next: password })
export const personInvitation = z.object({ email, role })
export const roleChange = z.object({ role })
export const keyRequest = z.object({ name: name.max(64), role, days: z.number().positive().max(366, 'is at most 366') })

export const signedIn = z.object({ name: z.string(), role, by: z.enum(['session', 'key']), until: moment })
export const begunSession = z.object({ name: z.string(), role })
export const providerAddress = z.object({ url: z.url() })
export const linkView = z.object({ kind: z.enum(['first-administrator', 'invitation', 'reset', 'sign-in']), email: z.string().nullable(), role: role.nullable(), endsAt: moment })
export const sessionList = z.object({
  sessions: z.array(z.object({ id: z.string(), isThis: z.boolean(), since: moment, until: moment, from: z.string().nullable(), browser: z.string().nullable() })),
})
export const person = z.object({
  id: z.string(), name: z.string(), email: z.string(), role: role.nullable(), since: moment, by: z.array(z.enum(['password', 'provider'])), lastSignIn: moment.nullable(),
})
export const invitation = z.object({ id: z.string(), email: z.string(), role, invitedBy: z.string().nullable(), endsAt: moment })
export const peopleList = z.object({ people: z.array(person), invitations: z.array(invitation) })
export const madeLink = z.object({ id: z.string(), url: z.url(), endsAt: moment })
export const key = z.object({
  id: z.string(), name: z.string(), start: z.string(), role: role.nullable(), madeBy: z.string().nullable(), since: moment, endsAt: moment, hasEnded: z.boolean(), lastUsed: moment.nullable(),
})
export const keyList = z.object({ keys: z.array(key) })
export const madeKey = z.object({ id: z.string(), key: z.string(), endsAt: moment })
