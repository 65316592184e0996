import { getAccess } from '@/lib/access/access'
import { proveSession } from '@/lib/access/sessions/prove-session'
import { answerPublic } from '@/lib/http/answer'
import { authorizeSignedIn } from '@/lib/http/authorize'
import { readJsonBody } from '@/lib/http/read-body'
import { respondDone } from '@/lib/http/respond-session'
import { sessionProof } from '@/lib/http/schemas/access'
import { toRequester } from '@/lib/http/to-requester'

export const POST = answerPublic(async (request) => {
  const { actor, credentialId } = await authorizeSignedIn(request, 'viewer')
  await proveSession(await getAccess(), toRequester(request, actor), credentialId, await readJsonBody(request, sessionProof))
  return respondDone()
})
