import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compressStatic } from '../setup/compress.mjs'
import { createStaticAnswer } from './static-files.mjs'

const script = 'console.log("a")\n'.repeat(500)
let folder: string
let server: Server
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'us-static-'))
  mkdirSync(join(folder, 'static', 'chunks'), { recursive: true })
  writeFileSync(join(folder, 'static', 'chunks', '[root]_1.js'), script)
  writeFileSync(join(folder, 'static', 'small.css'), 'a{}')
  writeFileSync(join(folder, 'static', 'font.woff2'), 'x'.repeat(5_000))
  writeFileSync(join(folder, 'secret.js'), script)
  expect(compressStatic(join(folder, 'static'), join(folder, 'compressed'))).toBe(1)
  const answer = createStaticAnswer(join(folder, 'compressed'), [{ key: 'X-Content-Type-Options', value: 'nosniff' }])
  server = createServer((asked, response) => void (answer(asked, response) || response.writeHead(404).end('somebody else’s')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const path = '/_next/static/chunks/%5Broot%5D_1.js'
/** By hand: fetch would normalize the path. */
function ask(target: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    request({ host: '127.0.0.1', port, path: target, method, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }))
    })
      .on('error', reject)
      .end()
  })
}

describe('static files', () => {
  it('A static file is sent as it was compressed at the build, with the headers of every answer', async () => {
    const br = await ask(`${path}?v=1`, { 'accept-encoding': 'gzip, deflate, br;q=0.9' })
    expect(br).toMatchObject({
      status: 200,
      headers: {
        'content-encoding': 'br',
        'content-type': 'application/javascript; charset=UTF-8',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
        'x-content-type-options': 'nosniff',
        'content-length': String(br.body.length),
      },
    })
    expect(brotliDecompressSync(br.body).toString()).toBe(script)
    const gzip = await ask(path, { 'accept-encoding': 'br;q=0, GZIP' })
    expect([gzip.headers['content-encoding'], gunzipSync(gzip.body).toString()]).toEqual(['gzip', script])
    expect(await ask(path, { 'accept-encoding': 'br' }, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) })
  })

  it.each<[string, string, Record<string, string>, string?]>([
    ['no encoding is accepted', path, {}],
    ['only one that is not there', path, { 'accept-encoding': 'zstd, identity' }],
    ['a part is asked for', path, { 'accept-encoding': 'br', range: 'bytes=0-9' }],
    ['another method', path, { 'accept-encoding': 'br' }, 'POST'],
    ['a small file', '/_next/static/small.css', { 'accept-encoding': 'br' }],
    ['a font', '/_next/static/font.woff2', { 'accept-encoding': 'br' }],
    ['a way out of the folder', '/_next/static/chunks/../../secret.js', { 'accept-encoding': 'br' }],
    ['an encoded way out', '/_next/static/%2e%2e/secret.js', { 'accept-encoding': 'br' }],
    ['the compressed file itself', `${path}.br`, { 'accept-encoding': 'br' }],
  ])('A static file is left to Next in this case: %s', async (_, target, headers, method) => {
    expect((await ask(target, headers, method)).body.toString()).toBe('somebody else’s')
  })
})
