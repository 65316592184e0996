import { expect, it } from 'vitest'
import { holdsPort } from './holds-port'

it.each([
  ['it listens there and was told no port', { listens: [8_081, 6_123], reported: null }, true],
  ['it was told another port and does not listen on that one (rest.bind-port)', { listens: [8_081, 6_123], reported: 8_099 }, true],
  ['it listens on the port it was told: this one is its RPC or blob port', { listens: [8_081, 8_082], reported: 8_082 }, false],
  ['it was told the port and does not listen yet', { listens: [6_123], reported: 8_081 }, false],
  ['its sockets are not shown', { listens: null, reported: 8_081 }, false],
])('Whether a process holds a port is told when %s', (_, process, expected) => {
  expect(holdsPort(process, 8_081)).toBe(expected)
})
