import 'server-only'
import { answerPublic } from '@/lib/http/answer'
import { authorize } from '@/lib/http/authorize'
import { readAddress } from '@/lib/http/read-address'
import type { Role } from '@/lib/model/actor'
import type { AskedBy } from '../operations'

/** A route that changes something: whoever is turned away at the door is written down too, as `action`. */
export function answerAsked<Context>(action: string, role: Role, handle: (request: Request, context: Context, by: AskedBy) => Response | Promise<Response>): (request: Request, context: Context) => Promise<Response> {
  return answerPublic<Context>(async (request, context) => handle(request, context, { actor: await authorize(request, role, action), from: readAddress(request) }))
}
