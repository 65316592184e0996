import { getAccess } from '@/lib/access/access'
import { lookAtLink } from '@/lib/access/links/look-at-link'
import { answerPublic } from '@/lib/http/answer'
import { demandSameOrigin } from '@/lib/http/authorize'
import { readJsonBody } from '@/lib/http/read-body'
import { respondJson } from '@/lib/http/respond'
import { linkQuestion } from '@/lib/http/schemas/access'

/** POST, so that the link's secret is in no address. */
export const POST = answerPublic(async (request) => {
  demandSameOrigin(request)
  const { token } = await readJsonBody(request, linkQuestion)
  return respondJson(await lookAtLink(await getAccess(), token), { 'cache-control': 'no-store' })
})
