import { getAccess } from '@/lib/access/access'
import { signIn } from '@/lib/access/sessions/sign-in'
import { signOut } from '@/lib/access/sessions/sign-out'
import { answer, answerPublic } from '@/lib/http/answer'
import { authorizeSignedIn, demandSameOrigin } from '@/lib/http/authorize'
import { readJsonBody } from '@/lib/http/read-body'
import { respondJson } from '@/lib/http/respond'
import { respondBegun, respondDone } from '@/lib/http/respond-session'
import { signInRequest } from '@/lib/http/schemas/access'
import { toRequester, toRequestOrigin } from '@/lib/http/to-requester'

export const GET = answer(async (request) => {
  const { actor, by, until } = await authorizeSignedIn(request, 'viewer')
  return respondJson({ name: actor.name, role: actor.role, by, until: new Date(until).toISOString() }, { 'cache-control': 'no-store' })
})

export const POST = answerPublic(async (request) => {
  demandSameOrigin(request)
  const asked = await readJsonBody(request, signInRequest)
  return respondBegun(await signIn(await getAccess(), asked, toRequestOrigin(request)))
})

export const DELETE = answer(
  async (request, _context, actor) => respondDone(await signOut(await getAccess(), toRequester(request, actor), request.headers)),
  'viewer',
)
