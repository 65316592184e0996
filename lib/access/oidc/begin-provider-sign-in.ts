import 'server-only'
import { pagePaths } from '@/lib/base/paths'
import type { Access } from '../access'
import { getOidcAuth, providerId } from './oidc-auth'
import { toProofRequest } from './provider-proof'

/**
 * @param again the provider makes the person sign in again, even where they are signed in there
 * @returns where the browser goes, and the cookie that ties the callback to this very browser
 */
export async function beginProviderSignIn(
  access: Access,
  { again = false }: { again?: boolean } = {},
): Promise<{ url: string; cookies: string[] }> {
  const auth = await getOidcAuth(access)
  const { headers, response } = await auth.api.signInSocial({
    body: {
      provider: providerId,
      callbackURL: pagePaths.clusters,
      errorCallbackURL: pagePaths.signIn,
      disableRedirect: true,
      ...(again && toProofRequest()),
    },
    headers: new Headers(),
    returnHeaders: true,
  })
  return { url: response.url ?? '', cookies: headers.getSetCookie() }
}
