import { createServer, type AddressInfo, type Socket } from 'node:net'
import { FrameSplitter } from '@/lib/sources/zookeeper/frames'
import { JuteReader, JuteWriter } from '@/lib/sources/zookeeper/jute'
import { opCodes, reservedXids } from '@/lib/sources/zookeeper/messages/op-codes'

/** One connection from the fake's side. */
export interface FakeConnection {
  readonly socket: Socket
  /** a reply with that header and body */
  reply(xid: number, err: number, body?: (writer: JuteWriter) => void, zxid?: bigint): void
  /** a watch event: type and path as in WatcherEvent */
  event(type: number, path: string): void
  raw(bytes: Uint8Array): void
}

export interface FakeRequest {
  xid: number
  opCode: number
  /** the body after the header */
  reader: JuteReader
}

export interface FakeBehaviour {
  /** default: grants a session of 40 s, which no delay of a busy machine ends. `count`: number of connections before. */
  onConnect?(connection: FakeConnection, count: number, asked: { lastZxid: bigint; sessionId: bigint }): void
  /** pings and closeSession are answered by the fake itself unless this returns true */
  onRequest?(connection: FakeConnection, request: FakeRequest, count: number): boolean | void
}

export interface FakeZooKeeper {
  readonly port: number
  readonly connections: number
  close(): Promise<void>
}

export function grantSession(connection: FakeConnection, sessionId = 0x1234n, timeoutMs = 40_000): void {
  connection.raw(new JuteWriter().int(0).int(timeoutMs).long(sessionId).bytes(new Uint8Array(16)).bool(false).toFrame())
}

function toConnection(socket: Socket): FakeConnection {
  const send = (xid: number, zxid: bigint, err: number, body?: (writer: JuteWriter) => void) => {
    const writer = new JuteWriter().int(xid).long(zxid).int(err)
    body?.(writer)
    socket.write(writer.toFrame())
  }
  return {
    socket,
    reply: (xid, err, body, zxid = 1n) => send(xid, zxid, err, body),
    event: (type, path) => send(reservedXids.notification, -1n, 0, (writer) => writer.int(type).int(3).string(path)),
    raw: (bytes) => socket.write(bytes),
  }
}

function serve(connection: FakeConnection, count: number, behaviour: FakeBehaviour, message: Buffer, first: boolean): void {
  const reader = new JuteReader(message)
  if (first) {
    reader.int()
    const lastZxid = reader.long()
    reader.int()
    const asked = { lastZxid, sessionId: reader.long() }
    return behaviour.onConnect ? behaviour.onConnect(connection, count, asked) : grantSession(connection)
  }
  const request = { xid: reader.int(), opCode: reader.int(), reader }
  if (behaviour.onRequest?.(connection, request, count) === true) return
  if (request.opCode === opCodes.ping) connection.reply(request.xid, 0)
  if (request.opCode === opCodes.closeSession) {
    connection.reply(request.xid, 0)
    connection.socket.end()
  }
}

/** A server with just enough of the protocol to violate it, on a free port. */
export async function startFakeZooKeeper(behaviour: FakeBehaviour = {}): Promise<FakeZooKeeper> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    const count = connections++
    const splitter = new FrameSplitter()
    const connection = toConnection(socket)
    let first = true
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) =>
      splitter.push(chunk, (message) => {
        serve(connection, count, behaviour, Buffer.from(message), first)
        first = false
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
