import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readClaims } from './read-claims'

let server: Server
let url: string
let answerClaims: (response: ServerResponse) => void
const tokens = { idToken: `x.${Buffer.from('{"sub":"ada","email":"ada@example.org"}').toString('base64url')}.y`, accessToken: 'secret' }

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/userinfo') return answerClaims(response)
    response.end(JSON.stringify({ userinfo_endpoint: `${url}/userinfo` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const read = () => readClaims(`${url}/discovery`, tokens)

it('The claims are read compressed or plain', async () => {
  answerClaims = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"sub":"ada","groups":["flink"]}'))
  expect(await read()).toEqual({ sub: 'ada', email: 'ada@example.org', groups: ['flink'] })
})

it.each([
  ['plain', {}, Buffer.alloc(64 * 1024, ' ')],
  ['compressed a thousandfold', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(2 ** 20, ' '))],
])('An endless answer that is %s is cancelled', async (_how, headers, part) => {
  let isOver = false
  answerClaims = (response) => {
    response.writeHead(200, headers)
    response.on('close', () => (isOver = true))
    const more = () => {
      if (!isOver) response.write(part, more)
    }
    more()
  }
  await expect(read()).rejects.toThrow(/^127\.0\.0\.1:\d+ answered more than the 256 KB that are read\.$/)
  await expect.poll(() => isOver).toBe(true)
})

it('A failed answer is reported with its status', async () => {
  answerClaims = (response) => response.writeHead(500).end('x'.repeat(1_000_000))
  await expect(read()).rejects.toThrow(/answered 500\.$/)
})
