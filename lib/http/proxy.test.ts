import { NextRequest } from 'next/server'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { sameOrigin, useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { config, proxy } from '@/proxy'

let signIns: FakeSignIns
beforeEach(() => {
  processWide.log = pino({ level: 'silent' })
  signIns = useFakeSignIns('viewer')
})
afterEach(() => (processWide.signIns = undefined))

const ask = (
  path = '/api/v1/clusters/east/events',
  {
    host = 'localhost:8080',
    method = 'GET',
    headers = {},
  }: { host?: string | null; method?: string; headers?: Record<string, string> } = {},
) => proxy(new NextRequest(`http://localhost:8080${path}`, { method, headers: { ...(host !== null && { host }), ...headers } }))
const passed = (response: Response) => response.headers.get('x-middleware-next') === '1'

test('A signed-in request passes unchanged and gets no body from the proxy', async () => {
  const response = await ask()
  expect([passed(response), response.body]).toEqual([true, null])
})

test.each(['evil.example', 'localhost@evil.example', null])('A request for the host %j is answered with 421 and a reason', async (host) => {
  const response = await ask('/', { host })
  expect(response.status).toBe(421)
  expect(await response.json()).toEqual({ error: { code: 'host-refused', message: expect.stringContaining('only under its own') } })
})

test('A changing request to a page is answered with 405 and the allowed methods', async () => {
  const response = await ask('/clusters/east', { method: 'DELETE' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, DELETE'])
})

describe('a request without a sign-in', () => {
  beforeEach(() => signIns.become(null))

  test.each([
    '/sign-in',
    '/welcome',
    '/healthz',
    '/readyz',
    '/robots.txt',
    '/.well-known/security.txt',
    '/status/main',
    '/status/main/feed.atom',
    '/api/v1/session',
    '/api/v1/links/use',
    '/api/auth/callback/oidc',
  ])('A request without a sign-in may read %s', async (path) => {
    expect(passed(await ask(path))).toBe(true)
  })

  test.each([
    '/',
    '/clusters/east',
    '/settings/people',
    '/nowhere',
    '/status',
    '/statusx',
    '/sign-in/x',
    '/api/v1/clusters',
    '/api/v1/openapi.json',
    '/api/v1/session/x',
    '/metrics',
    '/healthz/x',
    '/.well-known/x',
    '/api/auth/sign-up/email',
    '//sign-in',
  ])('A request without a sign-in is refused %s', async (path) => {
    const response = await ask(path)
    expect([passed(response), response.status]).toEqual([false, 401])
  })

  test('A page request without a sign-in is redirected to the sign-in page with a return address', async () => {
    const response = await ask('/clusters/east/recovery?job=1&_rsc=x', { headers: { accept: 'text/html' } })
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      'http://localhost:8080/sign-in?next=%2Fclusters%2Feast%2Frecovery%3Fjob%3D1',
    ])
    expect((await ask('/', { headers: { accept: 'text/html' } })).headers.get('location')).toBe('http://localhost:8080/sign-in')
  })

  test('An API request without a sign-in is never redirected, whatever it accepts', async () => {
    expect((await ask('/api/v1/clusters', { headers: { accept: 'text/html' } })).status).toBe(401)
  })

  test('A changing request without a sign-in is audited', async () => {
    expect((await ask('/api/v1/keys', { method: 'POST', headers: sameOrigin })).status).toBe(401)
    expect(signIns.refusals).toEqual([{ actor: null, from: null, action: 'POST /api/v1/keys', reason: 'sign-in-needed' }])
  })
})

test('A changing request from another site is refused for every role', async () => {
  signIns.become('administrator')
  const response = await ask('/api/v1/keys', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' } })
  expect([response.status, signIns.refusals.map(({ reason }) => reason)]).toEqual([403, ['wrong-origin']])
})

test('No request passes when the sign-in cannot be looked up', async () => {
  signIns.breakDown()
  expect(passed(await ask('/'))).toBe(false)
})

describe('the content security policy', () => {
  test('A page runs only its own files and inline scripts with the nonce of this answer', async () => {
    const policies = (await Promise.all([ask('/'), ask('/')])).map(({ headers }) => [
      headers.get('content-security-policy'),
      headers.get('x-middleware-request-content-security-policy'),
    ])
    expect(policies[0]![0]).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}'; /)
    expect(policies[0]![0]).not.toMatch(/script-src[^;]*unsafe/)
    expect(policies[0]![0]).toBe(policies[0]![1])
    expect(policies[0]![0]).not.toBe(policies[1]![0])
  })

  test('A data answer allows no content to run', async () => {
    expect((await ask()).headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect((await ask('/', { host: 'evil.example' })).headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('A published status page brings its own policy', async () => {
    expect((await ask('/status/main')).headers.has('content-security-policy')).toBe(false)
  })

  test('A nonce in the request is ignored', async () => {
    const { headers } = await ask('/', { headers: { 'content-security-policy': "script-src 'nonce-evil'" } })
    expect(headers.get('x-middleware-request-content-security-policy')).not.toContain('evil')
  })
})

test('An answer over TLS sets strict transport security', async () => {
  expect((await ask('/', { headers: { 'x-understudy-scheme': 'https' } })).headers.get('strict-transport-security')).toBe(
    'max-age=31536000',
  )
  expect((await ask('/')).headers.has('strict-transport-security')).toBe(false)
})

test('The proxy handles every path except built scripts and styles', () => {
  const isLookedAt = (path: string) => new RegExp(`^${config.matcher}$`).test(path)
  expect(['/', '/api/v1/clusters', '/metrics', '/_next/image', '/_next/staticx'].map(isLookedAt)).toEqual([true, true, true, true, true])
  expect(isLookedAt('/_next/static/chunks/a.js')).toBe(false)
})
