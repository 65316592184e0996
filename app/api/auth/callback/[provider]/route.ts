import { getAccess } from '@/lib/access/access'
import { endProviderSignIn } from '@/lib/access/oidc/end-provider-sign-in'
import { answerPublic } from '@/lib/http/answer'
import { toWhence } from '@/lib/http/to-asker'

export const dynamic = 'force-dynamic'

/** The provider sends people back here; who they are is proven by its signature and by the state kept in their browser. */
export const GET = answerPublic(async (request) => endProviderSignIn(await getAccess(), request, toWhence(request)))
