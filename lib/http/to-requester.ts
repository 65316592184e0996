import 'server-only'
import type { Requester, RequestOrigin } from '@/lib/access/request-origin'
import type { Actor } from '@/lib/model/actor'
import { readAddress } from './read-address'

/** The origin of a request. */
export function toRequestOrigin(request: Request): RequestOrigin {
  return { from: readAddress(request), userAgent: request.headers.get('user-agent'), cookies: request.headers.get('cookie') }
}

/** The requester and the origin, as the audit keeps them. */
export function toRequester(request: Request, actor: Actor): Requester {
  return { actor, ...toRequestOrigin(request) }
}
