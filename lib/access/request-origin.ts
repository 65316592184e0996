import 'server-only'
import type { Actor } from '@/lib/model/actor'

/** Where a request came from, as the audit and sessions keep it. */
export interface RequestOrigin {
  from: string | null
  userAgent: string | null
  /** `Cookie` header, for the device cookie; stored nowhere. */
  cookies?: string | null
}

/** The requester with the origin of the request. */
export interface Requester extends RequestOrigin {
  actor: Actor
}

/** What better-auth reads of a request when it begins a session; nothing else of it is passed on. */
export function toSessionHeaders({ from, userAgent }: RequestOrigin): Headers {
  const headers = new Headers()
  if (from !== null) headers.set('x-understudy-address', from)
  if (userAgent !== null) headers.set('user-agent', userAgent.slice(0, 300))
  return headers
}
