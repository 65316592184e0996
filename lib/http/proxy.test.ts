import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { config, proxy } from '@/proxy'

const ask = (host: string | null, method = 'GET', path = '/api/v1/clusters/east/events') =>
  proxy(new NextRequest(`http://localhost:8080${path}`, { method, headers: host === null ? {} : { host } }))

test('lets requests for this machine pass untouched, without a body of its own', () => {
  const response = ask('localhost:8080')
  expect([response.headers.get('x-middleware-next'), response.body]).toEqual(['1', null])
})

test.each(['evil.example', 'localhost@evil.example', null])('answers a request for %j with 421 and a sentence', async (host) => {
  const response = ask(host)
  expect(response.status).toBe(421)
  expect(await response.json()).toEqual({ error: { code: 'host-refused', message: expect.stringContaining('answers only on this machine') } })
})

test('answers what would change a page with 405 and what is allowed', () => {
  const response = ask('localhost', 'DELETE', '/clusters/east')
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, DELETE'])
})

test('looks at everything but built scripts and styles', () => {
  const isLookedAt = (path: string) => new RegExp(`^${config.matcher}$`).test(path)
  expect(['/', '/api/v1/clusters', '/metrics', '/_next/image', '/_next/staticx'].map(isLookedAt)).toEqual([true, true, true, true, true])
  expect(isLookedAt('/_next/static/chunks/a.js')).toBe(false)
})
