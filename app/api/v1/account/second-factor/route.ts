import { getAccess } from '@/lib/access/access'
import { confirmSecondFactor, getSecondFactorView, offerSecondFactor } from '@/lib/access/second-factor/enrol'
import { removeSecondFactor } from '@/lib/access/second-factor/remove'
import { answer, answerPublic } from '@/lib/http/answer'
import { authorizeSignedIn } from '@/lib/http/authorize'
import { readJsonBody } from '@/lib/http/read-body'
import { respondJson } from '@/lib/http/respond'
import { respondDone } from '@/lib/http/respond-session'
import { secondFactorCode } from '@/lib/http/schemas/access'
import { toRequester } from '@/lib/http/to-requester'

const once = { 'cache-control': 'no-store' }

export const GET = answer(
  async (_request, _context, actor) => respondJson(await getSecondFactorView(await getAccess(), actor.id), once),
  'viewer',
)

export const POST = answer(
  async (request, _context, actor) => respondJson(await offerSecondFactor(await getAccess(), toRequester(request, actor)), once),
  'viewer',
)

export const PUT = answerPublic(async (request) => {
  const { actor, credentialId } = await authorizeSignedIn(request, 'viewer')
  const { code } = await readJsonBody(request, secondFactorCode)
  return respondJson({ recoveryCodes: await confirmSecondFactor(await getAccess(), toRequester(request, actor), credentialId, code) }, once)
})

export const DELETE = answer(async (request, _context, actor) => {
  await removeSecondFactor(await getAccess(), toRequester(request, actor), actor.id)
  return respondDone()
}, 'viewer')
