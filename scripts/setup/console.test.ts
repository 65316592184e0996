import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { findExposure, findHomeProblem, getHost, getPort, toAddress, v8Options } from './console.mjs'

describe('the address of the console', () => {
  it.each([
    [undefined, '127.0.0.1'],
    ['', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
    ['127.8.8.8', '127.8.8.8'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['0.0.0.0', '0.0.0.0'],
    ['console.example.org', 'console.example.org'],
  ])('A console for the host %j listens on %s', (wanted, host) => {
    expect(getHost(wanted)).toBe(host)
  })

  it.each(['-p', 'a b', 'http://x', '1.2.3.4:80', 'x;y'])('The host %s is refused', (wanted) => {
    expect(() => getHost(wanted)).toThrow(/no address to listen on/)
  })

  it('A console beyond this machine is exposed, unless TLS or a proxy is configured', () => {
    expect([
      findExposure('127.0.0.1', {}),
      findExposure('::1', {}),
      findExposure('0.0.0.0', { UNDERSTUDY_TLS_CERT: 'c' }),
      findExposure('0.0.0.0', { UNDERSTUDY_TRUST_PROXY: '10.0.0.1' }),
    ]).toEqual([null, null, null, null])
    expect(findExposure('0.0.0.0', {})).toContain('UNDERSTUDY_TLS_CERT')
  })

  it('A FLINK_HOME without Flink is a problem, and an unset one is not', () => {
    expect([findHomeProblem({}), findHomeProblem({ FLINK_HOME: '' })]).toEqual([null, null])
    expect(findHomeProblem({ FLINK_HOME: '/nowhere' })).toMatch(/^FLINK_HOME=\/nowhere is no Flink home: .*Set it to the folder/)
  })

  it.each([
    ['127.0.0.1', false, 'http://127.0.0.1:8080'],
    ['::1', false, 'http://[::1]:8080'],
    ['0.0.0.0', true, 'https://localhost:8080'],
    ['::', false, 'http://localhost:8080'],
    ['console.example.org', true, 'https://console.example.org:8080'],
  ])('A console on %s, with TLS %s, is found by a browser at %s', (host, isSecure, address) => {
    expect(toAddress(host, 8080, isSecure)).toBe(address)
  })

  it.each([
    [undefined, 8080],
    ['9000', 9000],
    [8090, 8090],
  ])('A console for the port %j listens on %d', (wanted, port) => {
    expect(getPort(wanted)).toBe(port)
  })

  it.each(['x', '-1', '70000', '80 80', '8080abc'])('The port %j is refused', (wanted) => {
    expect(() => getPort(wanted)).toThrow(/no valid port/)
  })
})

describe('the V8 options', () => {
  it('This Node starts with the V8 options', () => {
    expect(execFileSync(process.execPath, [...v8Options, '-p', '1 + 1'], { encoding: 'utf8' }).trim()).toBe('2')
  })
})
