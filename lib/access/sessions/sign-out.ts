import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { getSignIns } from '../sign-ins'

/** @returns cookies that clear the browser's @param headers of the request, with its session's cookie */
export async function signOut(access: Access, { actor, from }: Requester, headers: Headers): Promise<string[]> {
  const { headers: cleared } = await access.auth.api.signOut({
    headers: new Headers({ cookie: headers.get('cookie') ?? '' }),
    returnHeaders: true,
  })
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, { actor, from, action: 'sign-out', clusterId: null, target: actor.name, reason: null, result: 'done' })
  return cleared.getSetCookie()
}
