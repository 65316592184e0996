import 'server-only'
import { answerPublic } from '@/lib/http/answer'
import { authorizeSignedIn } from '@/lib/http/authorize'
import { readAddress } from '@/lib/http/read-address'
import type { PersonRole } from '@/lib/model/actor'
import type { SignedIn } from '@/lib/access/signed-in'
import type { RequestedBy } from '@/lib/operations/run/command'

/** A route that changes something: a request that is refused at authorization is written to the audit too, as `action`. */
export function answerRequested<Context>(
  action: string,
  role: PersonRole,
  handle: (request: Request, context: Context, by: RequestedBy, signedIn: SignedIn) => Response | Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return answerPublic<Context>(async (request, context) => {
    const signedIn = await authorizeSignedIn(request, role, action)
    return handle(request, context, { actor: signedIn.actor, from: readAddress(request) }, signedIn)
  })
}
