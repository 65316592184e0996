import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HttpError } from './errors'
import { guardRequest } from './guard-request'
import { isKnownHost } from './is-known-host'

const here = { publicUrl: 'http://127.0.0.1:8080', isLoopbackOnly: true }
const isLoopbackHost = (host: string | null) => isKnownHost(host, here)

describe('the host of a request to a local console', () => {
  test.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST:8080',
    'LocalHost',
    'localhost.',
    'localhost.:8080',
    '127.0.0.1',
    '127.0.0.1:65535',
    '[::1]',
    '[::1]:8080',
  ])('The host %s is this machine', (host) => expect(isLoopbackHost(host)).toBe(true))

  test.each([
    null,
    '',
    ' ',
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'evil-localhost',
    'localhost@evil.example',
    'evil.example@localhost',
    'user:pass@localhost',
    'localhost:8080@evil.example',
    'localhost:',
    'localhost:80:80',
    'localhost:99999999',
    'localhost:8080/',
    'localhost..',
    ' localhost',
    'localhost ',
    'localhost,evil.example',
    'localhost\nevil.example',
    'localhost\n',
    '127.0.0.1.',
    '127.0.0.1.nip.io',
    '127.1',
    '127.0.0.2',
    '0.0.0.0',
    '2130706433',
    '0x7f.1',
    '::1',
    '[::]',
    '[::1%25lo]',
    '[::ffff:127.0.0.1]',
    '[::1]evil.example',
    'ｌocalhost',
    '10.0.0.1',
  ])('The host %j is not this machine', (host) => expect(isLoopbackHost(host)).toBe(false))

  test('No generated host with another name is this machine', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(isLoopbackHost(`${text}.example`)).toBe(false)
        expect(isLoopbackHost(`localhost@${text}`)).toBe(false)
      }),
    )
  })
})

describe('the host of a request to a shared console', () => {
  const there = { publicUrl: 'https://console.example', isLoopbackOnly: false }
  test.each(['console.example', 'console.example:8443', 'CONSOLE.example', 'localhost:8080', '10.0.0.1:8080', '[2001:db8::1]:8080'])(
    'The host %s names the shared console',
    (host) => expect(isKnownHost(host, there)).toBe(true),
  )
  test.each([
    'evil.example',
    'console.example.evil.example',
    'evil-console.example',
    'console.example@evil.example',
    '10.0.0.1.nip.io',
    '10.0.0.256',
    '[::1]evil.example',
    'console.example:',
  ])('The host %s does not name the shared console', (host) => expect(isKnownHost(host, there)).toBe(false))
})

const request = (host: string | null, method = 'GET') =>
  new Request('http://localhost:8080/', { method, headers: host === null ? {} : { host } })
const refusal = (one: Request) => {
  try {
    guardRequest(one, here)
    return null
  } catch (error) {
    return error as HttpError
  }
}

test('GET and HEAD requests for this machine pass', () => {
  expect([refusal(request('localhost:8080')), refusal(request('127.0.0.1', 'HEAD'))]).toEqual([null, null])
})

test('A request for another host or without a host is refused with advice', () => {
  expect(refusal(request('evil.example'))).toMatchObject({
    code: 'host-refused',
    message: expect.stringContaining('use http://127.0.0.1:8080'),
  })
  expect(refusal(request(null))).toMatchObject({ code: 'host-refused', message: expect.stringContaining('names no host') })
})

test('The port in the URL and forwarded host names do not change the answer', () => {
  const forwarded = new Request('http://localhost/', {
    headers: { host: 'evil.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' },
  })
  expect(refusal(forwarded)?.code).toBe('host-refused')
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('A %s request to a page is refused', (method) => {
  expect(refusal(request('localhost', method))?.code).toBe('method-not-allowed')
})

test.each([
  ['POST', null],
  ['PUT', null],
  ['DELETE', null],
  ['PATCH', 'method-not-allowed'],
  ['OPTIONS', 'method-not-allowed'],
])('A %s request under /api/ is left to its route if routes know the method', (method, code) => {
  expect(refusal(new Request('http://localhost/api/v1/keys', { method, headers: { host: 'localhost' } }))?.code ?? null).toBe(code)
})

test('A foreign host is refused before the method is checked', () => {
  expect(refusal(request('evil.example', 'POST'))?.code).toBe('host-refused')
})
