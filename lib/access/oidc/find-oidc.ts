import 'server-only'
import { getLog } from '@/lib/base/log'
import { getEnvironment } from '@/lib/settings/environment'
import { SettingsError } from '@/lib/settings/errors'
import { OidcFile } from '@/lib/settings/load-oidc'
import type { OidcSettings } from '@/lib/settings/oidc-settings'
import type { Access } from '../access'

const files = new WeakMap<Access, OidcFile>()
let said = ''

/** The provider that people may sign in through: the environment's, else that of understudy.yaml; null: none, or none that can be used. */
export async function findOidc(access: Access): Promise<OidcSettings | null> {
  if (access.settings.oidc !== null) return access.settings.oidc
  const file = files.get(access) ?? new OidcFile({ environment: getEnvironment(), workingFolder: process.cwd(), variables: process.env })
  files.set(access, file)
  try {
    return await file.find()
  } catch (error) {
    if (!SettingsError.is(error)) throw error
    // Read at each sign-in, and the same each time.
    if (said !== error.message) getLog().error(error.message)
    said = error.message
    return null
  }
}
