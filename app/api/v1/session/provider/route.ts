import { getAccess } from '@/lib/access/access'
import { beginProviderSignIn } from '@/lib/access/oidc/begin-provider-sign-in'
import { answerPublic } from '@/lib/http/answer'
import { demandSameOrigin } from '@/lib/http/authorize'
import { readJsonBody } from '@/lib/http/read-body'
import { respondJson } from '@/lib/http/respond'
import { providerSignInRequest } from '@/lib/http/schemas/access'

export const POST = answerPublic(async (request) => {
  demandSameOrigin(request)
  const { url, cookies } = await beginProviderSignIn(await getAccess(), await readJsonBody(request, providerSignInRequest))
  const response = respondJson({ url }, { 'cache-control': 'no-store' })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
})
