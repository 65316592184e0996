import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createListener } from './listener.mjs'
import { mostBodyBytes, patience } from './refuse-request.mjs'

let server: Server
let port: number
let passed: string[]
const limits = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 }

async function serve(over = patience): Promise<void> {
  passed = []
  server = createListener(
    (request, response) => {
      request.resume().on('end', () => response.end(`served ${request.method} ${request.url}`))
      passed.push(`${request.method} ${request.url}`)
    },
    { limits: over },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
}
beforeEach(() => serve())
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Everything received until the server ends the connection. */
function talk(text: string, then: (socket: Socket) => void = () => undefined): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text)
      then(socket)
    })
    socket
      .on('data', (chunk) => (heard += chunk))
      .on('error', () => undefined)
      .on('close', () => resolve(heard))
  })
}
const head = (first: string, ...lines: string[]) => `${[first, 'Host: localhost', ...lines].join('\r\n')}\r\n\r\n`
const toStatus = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
const toError = (answer: string) =>
  (JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { error: { code: string; message: string } }).error

describe('requests refused before Next', () => {
  it.each(['TRACE', 'OPTIONS', 'PATCH', 'PROPFIND', 'SEARCH', 'M-SEARCH', 'PURGE', 'LOCK', 'QUERY'])(
    'The method %s is answered 405 with the allowed methods',
    async (method) => {
      const answer = await talk(head(`${method} / HTTP/1.1`))
      expect([toStatus(answer), toError(answer).code, passed]).toEqual([405, 'method-not-allowed', []])
      expect(answer).toMatch(/allow: GET, HEAD, POST, PUT, DELETE\r\n/i)
    },
  )

  it.each([
    '*',
    'http://localhost/',
    'http://evil.example/api/v1/clusters',
    'https://localhost/',
    '//sign-in',
    '//evil.example/',
    '/\\evil.example',
    '/status/%ff',
    '/api/auth/callback/%E0%A4%A',
    '/%',
  ])('A GET of %s is answered 400', async (target) => {
    const answer = await talk(head(`GET ${target} HTTP/1.1`))
    expect([toStatus(answer), toError(answer).code, passed]).toEqual([400, 'bad-request', []])
  })

  it('The method CONNECT opens no tunnel', async () => {
    expect(await talk(head('CONNECT localhost:22 HTTP/1.1'))).toBe('')
    expect(passed).toEqual([])
  })

  it('A body without a length is answered 411', async () => {
    const answer = await talk(head('POST /api/v1/session HTTP/1.1', 'Transfer-Encoding: chunked'))
    expect([toStatus(answer), toError(answer), passed]).toEqual([
      411,
      { code: 'length-needed', message: expect.stringContaining('Content-Length') as string },
      [],
    ])
  })

  it.each([mostBodyBytes + 1, 2 ** 30, Number.MAX_SAFE_INTEGER])('A body of %d bytes is answered 413 by its length', async (length) => {
    const answer = await talk(head('POST /api/v1/session HTTP/1.1', `Content-Length: ${length}`))
    expect([toStatus(answer), toError(answer), passed]).toEqual([
      413,
      { code: 'too-large', message: 'The body is larger than the 64 KB that are read.' },
      [],
    ])
    expect(answer).toMatch(/connection: close\r\n/i)
  })
})

it('A body of 1 GB is not read to its end, since the connection is closed', async () => {
  let sent = 0
  const chunk = Buffer.alloc(64 * 1024)
  await talk(head('POST /api/v1/session HTTP/1.1', `Content-Length: ${2 ** 30}`), (socket) => {
    const more = () => {
      while (!socket.destroyed && sent < 2 ** 30) {
        sent += chunk.length
        if (!socket.write(chunk)) return
      }
    }
    socket.on('drain', more)
    more()
  })
  expect(sent, 'what the kernel took before it heard of the end').toBeLessThan(64 * 2 ** 20)
})

it('Paths, queries and bodies of the console pass unchanged', async () => {
  const body = 'x'.repeat(mostBodyBytes)
  for (const first of [
    'GET /clusters/east?at=2026-03-14T13:58:15Z',
    'HEAD /',
    'POST /api/v1/session',
    'PUT /api/v1/account/password',
    'DELETE /api/v1/session',
  ]) {
    const carries = first.startsWith('P')
    const answer = await talk(
      head(`${first} HTTP/1.1`, 'Connection: close', ...(carries ? [`Content-Length: ${body.length}`] : [])) + (carries ? body : ''),
    )
    expect([first, toStatus(answer), passed.at(-1)]).toEqual([first, 200, first])
  }
})

describe('slow requests', () => {
  beforeEach(async () => {
    server.close()
    await serve(limits)
  })

  it.each([
    ['a head', 'GET / HTTP/1.1\r\nHost: localhost\r\nx: '],
    ['a body', head('POST /api/v1/session HTTP/1.1', 'Content-Length: 10')],
  ])('A request with %s that comes too slowly is answered 408 and closed', async (_what, text) => {
    let drip: NodeJS.Timeout | undefined
    const answer = await talk(text, (socket) => (drip = setInterval(() => socket.write('a'), 100)))
    clearInterval(drip)
    expect(toStatus(answer)).toBe(408)
  })

  it('A request has ten seconds for its head and thirty in all', () => {
    expect(patience).toEqual({ headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 })
  })
})
