import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createOriginReader, parseTrustedProxies } from './origin.mjs'

function ask(
  headers: Record<string, string>,
  { peer = '203.0.113.7', trusted, encrypted = false }: { peer?: string; trusted?: string; encrypted?: boolean } = {},
) {
  const request = { headers: { ...headers }, socket: { remoteAddress: peer, encrypted } } as unknown as IncomingMessage
  createOriginReader(parseTrustedProxies(trusted))(request)
  return request.headers
}
const forged = {
  'x-forwarded-for': '10.0.0.1',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.example',
  'x-real-ip': '10.0.0.1',
  forwarded: 'for=10.0.0.1',
  'x-understudy-address': '127.0.0.1',
  'x-understudy-scheme': 'https',
  'x-understudy-anything': '1',
}

describe('the origin of a request', () => {
  it('The origin of a request is the peer, whatever the request claims', () => {
    expect(ask({ host: 'h', ...forged })).toEqual({ host: 'h', 'x-understudy-address': '203.0.113.7', 'x-understudy-scheme': 'http' })
  })

  it('A request over TLS has the scheme https', () => expect(ask({}, { encrypted: true })['x-understudy-scheme']).toBe('https'))

  it('The origin behind a trusted proxy is the nearest hop that is no trusted proxy', () => {
    const via = (forwarded: string, trusted = '10.0.0.0/24, 2001:db8::1') =>
      ask({ 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' }, { peer: '10.0.0.5', trusted })['x-understudy-address']
    expect([
      via('198.51.100.1'),
      via('6.6.6.6, 198.51.100.1'),
      via('198.51.100.1, 10.0.0.9'),
      via('198.51.100.1:4711'),
      via('[2001:db8::7]:443'),
      via('198.51.100.1, 2001:db8::1'),
    ]).toEqual(['198.51.100.1', '198.51.100.1', '198.51.100.1', '198.51.100.1', '2001:db8::7', '198.51.100.1'])
    expect(
      [via('nonsense'), via(''), via('10.0.0.9'), via('198.51.100.1, unknown')],
      'the proxy itself, when it says nothing of use',
    ).toEqual(['10.0.0.5', '10.0.0.5', '10.0.0.5', '10.0.0.5'])
  })

  it('The headers of a proxy that is not trusted are ignored', () => {
    expect(ask(forged, { peer: '10.0.1.5', trusted: '10.0.0.0/24' })).toEqual({
      'x-understudy-address': '10.0.1.5',
      'x-understudy-scheme': 'http',
    })
  })

  it('An IPv4-mapped IPv6 address counts as IPv4', () => {
    expect(ask({}, { peer: '::ffff:203.0.113.7' })['x-understudy-address']).toBe('203.0.113.7')
    expect(ask({ 'x-forwarded-proto': 'https' }, { peer: '::ffff:127.0.0.1', trusted: 'loopback' })['x-understudy-scheme']).toBe('https')
  })

  it('A request over http to a trusted proxy has the scheme http', () => {
    expect(
      ['http', 'https, http', undefined].map(
        (proto) =>
          ask(proto === undefined ? {} : { 'x-forwarded-proto': proto }, { peer: '::1', trusted: 'loopback' })['x-understudy-scheme'],
      ),
    ).toEqual(['http', 'http', 'http'])
  })
})

it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/x', '::1/129', '10.0.0'])(
  'The trusted proxy %s is refused with what to write',
  (text) => {
    expect(() => parseTrustedProxies(text)).toThrow(/is no address or network/)
  },
)

it('No trusted proxies are read from an empty value', () =>
  expect([parseTrustedProxies(undefined), parseTrustedProxies(' , ')]).toEqual([null, null]))
