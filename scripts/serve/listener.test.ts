import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get as getPlain, type IncomingHttpHeaders, type Server } from 'node:http'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aCertificate, type TestCertificate } from '@/lib/testing/a-certificate'
import { createListener } from './listener.mjs'
import { createOriginReader } from './origin.mjs'

let folder: string
let files: { certFile: string; keyFile: string }
let server: Server | null = null
const said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-tls-'))
  files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  said.length = 0
})
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
  rmSync(folder, { recursive: true, force: true })
})

function write({ cert, key }: TestCertificate): TestCertificate {
  writeFileSync(files.keyFile, key)
  writeFileSync(files.certFile, cert)
  return { cert, key }
}

/** Serves the address and scheme of a request, as the console's own server passes them to the pages. */
async function serve(options: Partial<Parameters<typeof createListener>[1]> = files): Promise<number> {
  const setOrigin = createOriginReader(null)
  server = createListener((request, response) => (setOrigin(request), response.end(JSON.stringify(request.headers))), {
    lookMs: 20,
    say: (sentence) => said.push(sentence),
    ...options,
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function ask(port: number, ca: string, maxVersion?: 'TLSv1.1'): Promise<{ headers: IncomingHttpHeaders; name: string | undefined }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, ca, agent: false, ...(maxVersion && { maxVersion, minVersion: 'TLSv1' as const }) }, (answer) => {
      const { CN } = (answer.socket as TLSSocket).getPeerCertificate().subject
      let text = ''
      answer
        .on('data', (chunk) => (text += chunk))
        .on('end', () => resolve({ headers: JSON.parse(text) as IncomingHttpHeaders, name: String(CN) }))
    }).on('error', reject)
  })
}

describe('the console over TLS', () => {
  it('The console over TLS shows its certificate, and marks requests as encrypted', async () => {
    const { cert } = write(aCertificate('the first'))
    const port = await serve()
    expect(await ask(port, cert)).toMatchObject({
      name: 'the first',
      headers: { 'x-understudy-scheme': 'https', 'x-understudy-address': '127.0.0.1' },
    })
    await expect(ask(port, aCertificate().cert)).rejects.toThrow(/self-signed/)
  })

  it('The console over TLS speaks neither plain http nor TLS older than 1.2', async () => {
    const { cert } = write(aCertificate())
    const port = await serve()
    await expect(new Promise((resolve, reject) => getPlain({ host: '127.0.0.1', port }, resolve).on('error', reject))).rejects.toThrow()
    await expect(ask(port, cert, 'TLSv1.1')).rejects.toThrow()
  })

  it('The console uses a renewed certificate without a restart, and keeps the old one when the new one is unusable', async () => {
    write(aCertificate('the first'))
    const port = await serve()
    const second = write(aCertificate('the second'))
    await vi.waitFor(async () => expect((await ask(port, second.cert)).name).toBe('the second'), 60_000)
    said.length = 0
    writeFileSync(files.certFile, 'no certificate any more')
    await vi.waitFor(
      () => expect(said).toContainEqual(expect.stringMatching(/new certificate cannot be used \(.+\); the one before stays/)),
      60_000,
    )
    expect((await ask(port, second.cert)).name).toBe('the second')
  })

  it('A fault of the TLS files is reported, and a missing second file too', async () => {
    await expect(serve()).rejects.toThrow(/UNDERSTUDY_TLS_CERT: .*cert\.pem cannot be read \(ENOENT\)/)
    write({ ...aCertificate(), key: aCertificate().key })
    await expect(serve()).rejects.toThrow(/cannot be used: .*its own key/)
    await expect(serve({ certFile: files.certFile })).rejects.toThrow('TLS needs both')
  })

  it('The console speaks plain http when no certificate is configured', async () => {
    const port = await serve({})
    expect(await (await fetch(`http://127.0.0.1:${port}`)).json()).toMatchObject({ 'x-understudy-scheme': 'http' })
  })
})
