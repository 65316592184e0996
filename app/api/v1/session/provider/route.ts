import { getAccess } from '@/lib/access/access'
import { beginProviderSignIn } from '@/lib/access/oidc/begin-provider-sign-in'
import { answerPublic } from '@/lib/http/answer'
import { demandSameOrigin } from '@/lib/http/authorize'
import { respondJson } from '@/lib/http/respond'

export const POST = answerPublic(async (request) => {
  demandSameOrigin(request)
  const { url, cookies } = await beginProviderSignIn(await getAccess())
  const response = respondJson({ url }, { 'cache-control': 'no-store' })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
})
