import { getAccess } from '@/lib/access/access'
import { endProviderSignIn } from '@/lib/access/oidc/end-provider-sign-in'
import { answerPublic } from '@/lib/http/answer'
import { toRequestOrigin } from '@/lib/http/to-requester'

export const dynamic = 'force-dynamic'

/** The provider redirects people here; its signature and the state kept in their browser prove who they are. */
export const GET = answerPublic(async (request) => endProviderSignIn(await getAccess(), request, toRequestOrigin(request)))
