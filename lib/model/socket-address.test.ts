import { expect, it } from 'vitest'
import { isLoopbackKey, toSocketKey, toSocketKeyOfProc } from './socket-address'

it.each([
  ['/127.0.0.1:4711', '127.0.0.1:4711'],
  ['jm1/10.0.0.1:4711', '10.0.0.1:4711'],
  ['/[0:0:0:0:0:0:0:1]:4711', '0:0:0:0:0:0:0:1:4711'],
  ['/0:0:0:0:0:0:0:1:4711', '0:0:0:0:0:0:0:1:4711'],
  ['[::1]:4711', '0:0:0:0:0:0:0:1:4711'],
  ['[::ffff:10.0.0.1]:4711', '10.0.0.1:4711'],
  ['[fe80::1%eth0]:4711', 'fe80:0:0:0:0:0:0:1:4711'],
])('The socket address %s is normalized to %s', (text, key) => expect(toSocketKey(text)).toBe(key))

it.each(['', '4711', 'jm1:4711', '/10.0.0.1', '/10.0.0.1:0', '/10.0.0.1:99999', '/10.0.0.999:1', '[::1::2]:1', `${'1'.repeat(500)}:1`])(
  'The text “%s” is no socket address',
  (text) => {
    expect(toSocketKey(text)).toBeNull()
  },
)

it.each([
  ['0100007F:1F90', '127.0.0.1:8080'],
  ['0000000000000000FFFF00000100007F:1F90', '127.0.0.1:8080'],
  ['00000000000000000000000001000000:1F90', '0:0:0:0:0:0:0:1:8080'],
])('The kernel’s socket address %s is normalized to %s', (text, key) => expect(toSocketKeyOfProc(text)).toBe(key))

it('Loopback addresses are recognised', () => {
  expect(['127.3.2.1:1', '0:0:0:0:0:0:0:1:1', '10.0.0.1:1'].map(isLoopbackKey)).toEqual([true, true, false])
})
