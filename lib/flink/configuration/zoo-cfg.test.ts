import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { parseZooCfg } from './zoo-cfg'

it('A zoo.cfg has members with roles and client ports, also with continued lines and escapes', () => {
  const { servers, dataDir, entries, problems } = parseZooCfg(
    '! note\nserver.1=zk1\nserver.2 = zk2:2889\nserver.3:zk3:1:2:observer;0.0.0.0:2182\nserver.4=[::1]:1:2|zk4:1:2;2183\ndataDir=/da\\\n  ta\\u0020x\n',
  )
  expect(servers.map(({ text: _text, ...server }) => server)).toEqual([
    { id: 1, host: 'zk1', peerPort: 2888, leaderPort: 3888, role: 'participant', clientPort: null, line: 2 },
    { id: 2, host: 'zk2', peerPort: 2889, leaderPort: 3888, role: 'participant', clientPort: null, line: 3 },
    { id: 3, host: 'zk3', peerPort: 1, leaderPort: 2, role: 'observer', clientPort: 2182, line: 4 },
    { id: 4, host: '::1', peerPort: 1, leaderPort: 2, role: 'participant', clientPort: 2183, line: 5 },
  ])
  expect({ dataDir, lines: entries.map(({ line }) => line), problems }).toEqual({
    dataDir: '/data x',
    lines: [2, 3, 4, 5, 6],
    problems: [],
  })
})

it('A value of zoo.cfg that cannot be meant is a problem', () => {
  const { problems, tickTimeMs } = parseZooCfg('tickTime=2 s\nserver.x=zk1:1:2\nserver.1=:1:2\nclientPort=1\nclientPort=2')
  expect(problems.map(({ code, line }) => `${line}:${code}`)).toEqual(
    ['4:duplicate-key', '2:bad-member', '3:bad-member', '1:bad-number'].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
  )
  expect(tickTimeMs).toEqual({ value: 3_000, line: null, by: 'zookeeper' })
})
const order = ['4:duplicate-key', '1:bad-number', '2:bad-member', '3:bad-member']

it('Any text of zoo.cfg is parsed without an error', () => {
  const pieces = fc
    .array(fc.constantFrom('server.', '1', '=', ':', 'zk', '\\', '\n', 'u00', ';', '|', '[', ']', 'tickTime', '#', ' '), { maxLength: 80 })
    .map((parts) => parts.join(''))
  fc.assert(fc.property(fc.oneof(anyText(), pieces), (text) => parseZooCfg(text).servers.every(({ host }) => host !== '')))
})
