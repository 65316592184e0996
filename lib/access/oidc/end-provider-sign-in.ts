import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import { toSessionHeaders, type RequestOrigin } from '../request-origin'
import { appendRefused } from '../audit/note-refusal'
import { deleteDeadLinks } from '../links/maker-right'
import { toSessionCookieName } from '../session-cookie'
import { endOldestSessions } from '../sessions/end-oldest'
import { lookUpSession } from '../sessions/look-up-session'
import { noteSessionProof } from '../sessions/session-marks'
import { getSignIns } from '../sign-ins'
import { getOidcAuth } from './oidc-auth'
import { withProviderFetch } from './provider-fetch'
import { withProviderProof } from './provider-proof'

/** @returns the redirect into the console, with a session, or back to the sign-in page with why not */
export async function endProviderSignIn(access: Access, request: Request, origin: RequestOrigin): Promise<Response> {
  const auth = await getOidcAuth(access)
  const { pathname, search } = new URL(request.url)
  const headers = toSessionHeaders(origin)
  headers.set('cookie', request.headers.get('cookie') ?? '')
  const back = new Request(`${access.settings.publicUrl}${pathname}${search}`, { headers })
  const { result: response, provenAt } = await withProviderProof(() => withProviderFetch(() => auth.handler(back)))
  await note(access, response, origin, provenAt)
  return new Response(null, { status: 303, headers: toAnswer(response) })
}

/** Keeps only the redirect and the cookies: nothing of an error page of the library's own. */
function toAnswer({ headers }: Response): Headers {
  const answer = new Headers({ location: headers.get('location') ?? `${pagePaths.signIn}?error=failed`, 'cache-control': 'no-store' })
  for (const cookie of headers.getSetCookie()) answer.append('set-cookie', cookie)
  return answer
}

async function note(access: Access, { headers }: Response, { from }: RequestOrigin, provenAt: number): Promise<void> {
  const name = toSessionCookieName(access.settings)
  const value = headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(';')[0]
  const signedIn = value ? await lookUpSession(access, name, value) : null
  const entry = { from, action: 'sign-in', clusterId: null, detail: { by: 'provider' } }
  if (signedIn === null) {
    const reason = new URL(headers.get('location') ?? '/', access.settings.publicUrl).searchParams.get('error') ?? 'failed'
    return appendRefused(access.journal, { ...entry, actor: null, target: null, reason: reason.slice(0, 100), result: 'refused' })
  }
  await noteSessionProof(access, signedIn.credentialId, provenAt)
  await endOldestSessions(access, signedIn.actor.id)
  // The provider may just have assigned or lowered a role; a lower one makes no links.
  await deleteDeadLinks(access, access.journal.db)
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, { ...entry, actor: signedIn.actor, target: signedIn.actor.name, reason: null, result: 'done' })
}
