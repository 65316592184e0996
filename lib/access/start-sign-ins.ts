import 'server-only'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import { getLog } from '@/lib/base/log'
import { getAccess } from './access'
import { noteRefusal } from './audit/note-refusal'
import { findCredential } from './find-credential'
import { KnownSignIns } from './known-sign-ins'
import { lookUpKey } from './keys/look-up-key'
import { toSessionCookieName } from './session-cookie'
import { lookUpSession } from './sessions/look-up-session'
import { noteSessionUse } from './sessions/session-marks'
import type { SignIns } from './signed-in'

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
    async noteUse({ by, credentialId }) {
      if (by === 'session')
        await getAccess()
          .then((access) => noteSessionUse(access, credentialId))
          .catch((error: unknown) => getLog().debug({ err: error }, 'The use of a session was not noted.'))
    },
    noteRefusal,
    forget: () => known.clear(),
  }
}
