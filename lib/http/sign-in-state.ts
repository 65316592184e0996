import 'server-only'
import { getAccess } from '@/lib/access/access'
import { findOidc } from '@/lib/access/oidc/find-oidc'
import { countPeople } from '@/lib/access/people/count-people'
import { getLog } from '@/lib/base/log'

/** Why sign-in is impossible at all. */
export type SignInObstacle = 'database' | 'no-administrator'

export interface SignInState {
  obstacle: SignInObstacle | null
  /** Name of the OpenID provider, if one is configured. */
  provider: string | null
}

/** What the sign-in page offers. Without the database nobody can be identified, so every sign-in is refused. */
export async function getSignInState(): Promise<SignInState> {
  try {
    const access = await getAccess()
    const provider = (await findOidc(access))?.name ?? null
    const isEmpty = (await countPeople(access)) === 0
    return { obstacle: isEmpty && provider === null ? 'no-administrator' : null, provider }
  } catch (error) {
    getLog().error({ err: error }, 'Sign-in is not possible: the database cannot be used.')
    return { obstacle: 'database', provider: null }
  }
}
