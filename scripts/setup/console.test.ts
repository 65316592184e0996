import { describe, expect, it } from 'vitest'
import { getLoopbackHost, getPort } from './console.mjs'

describe('the address of the console', () => {
  it.each([
    [undefined, '127.0.0.1'],
    ['', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.8.8.8', '127.8.8.8'],
    ['::1', '::1'],
  ])('%j is %s', (wanted, host) => {
    expect(getLoopbackHost(wanted)).toBe(host)
  })

  it.each(['0.0.0.0', '::', '192.168.1.4', 'example.org', '127.0.0.1.example.org', '1127.0.0.1', '127.0.0.256', '::ffff:10.0.0.1'])('refuses %s and says why', (wanted) => {
    expect(() => getLoopbackHost(wanted)).toThrow(/no sign-in yet/)
  })

  it.each([
    [undefined, 8080],
    ['9000', 9000],
    [8090, 8090],
  ])('port %j is %d', (wanted, port) => {
    expect(getPort(wanted)).toBe(port)
  })

  it.each(['x', '-1', '70000', '80 80', '8080abc'])('refuses port %j', (wanted) => {
    expect(() => getPort(wanted)).toThrow(/no port/)
  })
})
