import 'server-only'
import { z } from 'zod'
import { roles } from '@/lib/model/actor'

const role = z.enum(roles)
const email = z.string().trim().toLowerCase().max(254).pipe(z.email('is no e-mail address'))
const name = z.string().trim().min(1, 'is empty').max(100)
/** Whether it is good enough is checked elsewhere, with a sentence. */
const password = z.string().max(1_000)
/** A code of an app, or one of the recovery codes. */
const code = z.string().trim().max(40)
const token = z.string().min(1).max(200)

export const signInRequest = z.object({
  email: z.string().trim().min(1, 'is empty').max(254),
  password: password.min(1, 'is empty'),
  code: code.optional(),
})
export const sessionProof = z.object({ password: password.min(1, 'is empty'), code: code.optional() })
/** `again`: the provider makes the person sign in again, even where they are signed in there; then the session counts as proven. */
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
  endKeys: z
    .boolean()
    .default(true)
    .describe('Whether the keys that you made end too. A person who knew the old password may have made some.'),
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

export const providerAddress = z.object({ url: z.url() })
