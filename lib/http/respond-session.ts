import 'server-only'
import type { MadeLink } from '@/lib/access/links/make-link'
import type { BegunSession } from '@/lib/access/sessions/begin-session'
import { respondJson } from './respond'

/** The answer that begins a session in the browser. */
export function respondBegun({ cookies, actor: { name, role } }: BegunSession): Response {
  return withCookies(respondJson({ name, role }, { 'cache-control': 'no-store' }), cookies)
}

/** A one-time link, shown once. */
export function respondLink({ id, url, endsAt }: MadeLink): Response {
  return respondJson({ id, url, endsAt: new Date(endsAt).toISOString() }, { 'cache-control': 'no-store' })
}

/** The action is done and the answer is empty. */
export function respondDone(cookies: readonly string[] = []): Response {
  return withCookies(new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } }), cookies)
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
