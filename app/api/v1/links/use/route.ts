import { getAccess } from '@/lib/access/access'
import { takeLink } from '@/lib/access/links/take-link'
import { answerPublic } from '@/lib/http/answer'
import { demandSameOrigin } from '@/lib/http/authorize'
import { readJsonBody } from '@/lib/http/read-body'
import { respondBegun } from '@/lib/http/respond-session'
import { linkAnswer } from '@/lib/http/schemas/access'
import { toRequestOrigin } from '@/lib/http/to-requester'

export const POST = answerPublic(async (request) => {
  demandSameOrigin(request)
  return respondBegun(await takeLink(await getAccess(), await readJsonBody(request, linkAnswer), toRequestOrigin(request)))
})
