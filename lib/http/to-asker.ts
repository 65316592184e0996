import 'server-only'
import type { Asker, Whence } from '@/lib/access/asker'
import type { Actor } from '@/lib/model/actor'
import { readAddress } from './read-address'

/** From where a request came. */
export function toWhence(request: Request): Whence {
  return { from: readAddress(request), userAgent: request.headers.get('user-agent'), cookies: request.headers.get('cookie') }
}

/** Who asks, and from where: what the audit keeps. */
export function toAsker(request: Request, actor: Actor): Asker {
  return { actor, ...toWhence(request) }
}
