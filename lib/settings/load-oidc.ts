import 'server-only'
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { SettingsError } from './errors'
import { findSettingsFile, readBounded, type LoadOptions } from './load'
import { toOidcSettings, type OidcSettings } from './oidc-settings'
import { parseUnderstudyFile } from './understudy-file'
import type { UnderstudyFile } from './understudy-schema'

type OidcEntry = NonNullable<UnderstudyFile['oidc']>

const longestSecret = 4_096

/**
 * The OpenID provider of understudy.yaml, read again for each sign-in, so that changes apply to the next one. An unusable
 * file leaves the last valid provider in effect, as with the clusters.
 */
export class OidcFile {
  private held: { stamp: string; file: string; entry: OidcEntry | null } | null = null

  constructor(private readonly options: LoadOptions & { variables: Readonly<Record<string, string | undefined>> }) {}

  /** @returns null: the file has none. @throws SettingsError when the file was never valid, or the secret is not where it says */
  async find(): Promise<OidcSettings | null> {
    const file = await findSettingsFile(this.options)
    if (file === null) return null
    const entry = await this.readEntry(file)
    if (entry === null) return null
    const { issuer, clientId, name, scopes, roles, sessionHours } = entry
    return toOidcSettings({
      issuer,
      clientId,
      clientSecret: await this.readSecret(entry.clientSecret, file),
      name: name ?? null,
      scopes: scopes ?? null,
      texts: roles,
      sessionHours: sessionHours ?? null,
    })
  }

  private async readEntry(file: string): Promise<OidcEntry | null> {
    const found = await stat(file).catch(() => null)
    const stamp = found === null ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`
    if (this.held?.file === file && this.held.stamp === stamp) return this.held.entry
    try {
      const { oidc } = parseUnderstudyFile(await readBounded(file), file)
      this.held = { stamp, file, entry: oidc ?? null }
      return this.held.entry
    } catch (error) {
      if (this.held?.file !== file) throw error
      return this.held.entry
    }
  }

  private async readSecret(where: OidcEntry['clientSecret'], file: string): Promise<string> {
    const secret =
      'env' in where
        ? (this.options.variables[where.env] ?? '')
        : await readFile(resolve(dirname(file), where.file), 'utf8').catch(() => '')
    const text = secret.trim()
    if (text !== '' && text.length <= longestSecret) return text
    const place =
      'env' in where ? `the environment has no ${where.env}` : `${resolve(dirname(file), where.file)} cannot be read or is empty`
    throw new SettingsError(
      'bad-environment',
      `${file} cannot be used for sign-in. oidc.clientSecret: ${place}. Put the client’s secret there.`,
    )
  }
}
