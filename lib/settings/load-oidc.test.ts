import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OidcFile } from './load-oidc'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-oidc-'))
  file = join(folder, 'understudy.yaml')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entry = {
  issuer: 'https://id.example.org',
  clientId: 'understudy',
  clientSecret: { env: 'OIDC_SECRET' } as object,
  roles: ['domain:example.org=viewer'],
}
const write = (oidc?: object) => writeFileSync(file, JSON.stringify({ clusters: [{ id: 'a', confDir: folder }], ...(oidc && { oidc }) }))
const open = (variables: Record<string, string> = { OIDC_SECRET: ' s3cret \n' }, understudyConfig: string | null = file) =>
  new OidcFile({ environment: { flinkHome: null, flinkConfDir: null, understudyConfig }, workingFolder: folder, variables })
const found = {
  issuer: 'https://id.example.org',
  clientId: 'understudy',
  clientSecret: 's3cret',
  name: 'id.example.org',
  scopes: ['openid', 'email', 'profile'],
  rules: [{ by: 'domain', value: 'example.org', role: 'viewer' }],
  sessionHours: 12,
}

describe('the OpenID provider of understudy.yaml', () => {
  it('The OpenID provider has its secret from the environment or from a file beside understudy.yaml', async () => {
    write(entry)
    expect(await open().find()).toEqual(found)
    write({ ...entry, clientSecret: { file: 'secret' }, name: 'Example ID', scopes: ['openid', 'groups'] })
    writeFileSync(join(folder, 'secret'), 'from a file\n')
    expect(await open({}).find()).toEqual({ ...found, clientSecret: 'from a file', name: 'Example ID', scopes: ['openid', 'groups'] })
  })

  it('The OpenID provider is null without a file, or when the file names none', async () => {
    expect(await open({}, null).find()).toBeNull()
    write()
    expect(await open().find()).toBeNull()
  })

  it('The OpenID provider follows each edit of the file, and a bad edit leaves the last good one', async () => {
    write(entry)
    const source = open()
    expect(await source.find()).toEqual(found)
    write({ ...entry, clientId: 'another' })
    expect(await source.find()).toMatchObject({ clientId: 'another' })
    writeFileSync(file, 'clusters: [')
    expect(await source.find()).toMatchObject({ clientId: 'another' })
    write()
    expect(await source.find()).toBeNull()
  })

  it('A missing secret of the OpenID provider is reported by its place and without its value', async () => {
    write(entry)
    await expect(open({}).find()).rejects.toThrow(/oidc\.clientSecret: the environment has no OIDC_SECRET/)
    write({ ...entry, clientSecret: { file: 'nowhere' } })
    await expect(open().find()).rejects.toThrow(/nowhere cannot be read or is empty/)
    writeFileSync(file, 'clusters: [')
    await expect(open().find()).rejects.toThrow(/cannot be used/)
  })
})
