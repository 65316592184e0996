import 'server-only'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import { getAccess } from './access'
import { noteRefusal } from './audit/note-refusal'
import { findCredential } from './find-credential'
import { KnownSignIns } from './known-sign-ins'
import { lookUpKey } from './keys/look-up-key'
import { toSessionCookieName } from './session-cookie'
import { lookUpSession } from './sessions/look-up-session'
import type { SignIns } from './sign-ins'

/** @throws SettingsError when the environment cannot be used */
export async function startSignIns(): Promise<SignIns> {
  const cookieName = toSessionCookieName(getAccessEnvironment())
  const known = new KnownSignIns()
  return {
    async findSignedIn(headers) {
      const credential = findCredential(headers, cookieName)
      if (credential === null) return null
      const { by, secret } = credential
      return known.find(`${by} ${secret}`, async () => {
        const access = await getAccess()
        return by === 'key' ? lookUpKey(access, secret) : lookUpSession(access, cookieName, secret)
      })
    },
    noteRefusal,
    forget: () => known.clear(),
  }
}
