import { expect, it } from 'vitest'
import { findNewestConnection } from './connection-lines'

const at = '2026-11-30 21:04:05,678 INFO  org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.ClientCnxn           [] - '
const opened = (port: number, server = 'localhost/127.0.0.1:2181') =>
  `${at}Socket connection established, initiating session, client: /127.0.0.1:${port}, server: ${server}`
const established = (session: string, server = 'localhost/127.0.0.1:2181') =>
  `${at}Session establishment complete on server ${server}, session id = ${session}, negotiated timeout = 40000`

it('The newest session stands right behind its connection', () => {
  expect(findNewestConnection([opened(1), established('0x01'), 'something else', opened(2), established('0x1a')])).toEqual({
    zkSessionId: '0x1a',
    client: '/127.0.0.1:2',
    server: 'localhost/127.0.0.1:2181',
  })
})

it('Attempts without a session are ignored once their connections are closed', () => {
  const lines = [opened(1), established('0x1'), opened(2, 'zk2/10.0.0.2:2181'), opened(3), opened(4), opened(5), established('0x1')]
  expect(findNewestConnection(lines, ({ client }) => client === '/127.0.0.1:5')).toMatchObject({
    zkSessionId: '0x1',
    client: '/127.0.0.1:5',
  })
  expect(findNewestConnection(lines, ({ client }) => /:[45]$/.test(client))).toBeNull()
  expect(findNewestConnection(lines)).toBeNull()
})

it.each<[string, string[]]>([
  ['two connections that were made at once', [opened(1), opened(2), established('0x1'), established('0x2')]],
  ['two connections that were made at once, crossed', [opened(1), opened(2), established('0x2'), established('0x1')]],
  ['a client port that an attempt had before', [opened(2), opened(1), opened(2), established('0x2')]],
])('The newest connection is not found in a log with %s, also with all connections closed', (_, lines) =>
  expect(findNewestConnection(lines, () => false)).toBeNull(),
)

it.each<[string, string[]]>([
  ['no such line', ['nothing']],
  ['a session without its connection', [established('0x1')]],
  ['a connection that is being made', [opened(1), established('0x1'), opened(2)]],
  ['two connections that were made at once', [opened(1), opened(2), established('0x1'), established('0x2')]],
  ['two connections that were made at once, crossed', [opened(1), opened(2), established('0x2'), established('0x1')]],
  [
    'three connections, crossed so that the last two lines look well',
    [opened(1), opened(2), established('0x2'), opened(3), established('0x1')],
  ],
  ['a client port that was given again', [opened(1), established('0x1'), opened(1), established('0x2')]],
  ['another server', [opened(1), established('0x1', 'zk2/10.0.0.2:2181')]],
  ['a line that only quotes it', [`${opened(1)} said the job`, established('0x1')]],
])('The newest connection is not found in a log with %s', (_, lines) => expect(findNewestConnection(lines)).toBeNull())
