import 'server-only'
import type { Requester, RequestOrigin } from '@/lib/access/asker'
import type { Actor } from '@/lib/model/actor'
import { readAddress } from './read-address'

/** From where a request came. */
export function toWhence(request: Request): RequestOrigin {
  return { from: readAddress(request), userAgent: request.headers.get('user-agent'), cookies: request.headers.get('cookie') }
}

/** Who asks, and from where: what the audit keeps. */
export function toAsker(request: Request, actor: Actor): Requester {
  return { actor, ...toWhence(request) }
}
