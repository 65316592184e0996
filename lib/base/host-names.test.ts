import { expect, it } from 'vitest'
import { isAddress, isLoopback, isThisMachine, isWildcard, toHostKey } from './host-names'

it('Loopback addresses are distinguished from names that only look like them', () => {
  expect(
    ['127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost', 'LOCALHOST', 'localhost.', '::ffff:127.0.0.1'].filter(isLoopback),
  ).toHaveLength(8)
  expect(['0.0.0.0', '::', '127.0.0.1.evil.org', '127.0.0.999', 'my-host', '10.0.0.1', 'localhost.evil', ''].filter(isLoopback)).toEqual([])
})

it('The wildcard address and the names of this machine count as this machine', () => {
  expect(['0.0.0.0', '::', '[::]'].filter(isWildcard)).toHaveLength(3)
  expect(['0.0.0.0', '::1', 'localhost.localdomain', 'jm1'].filter(isThisMachine)).toEqual(['0.0.0.0', '::1', 'localhost.localdomain'])
})

it('A host has one key in each of its spellings', () => {
  expect(['JM1.', 'jm1', '[FE80::1]', '127.0.0.2', '0.0.0.0'].map(toHostKey)).toEqual(['jm1', 'jm1', 'fe80::1', 'localhost', 'localhost'])
  expect(['::1', '10.0.0.1', 'jm1'].map(isAddress)).toEqual([true, true, false])
})
