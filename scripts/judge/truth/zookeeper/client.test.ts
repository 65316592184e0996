import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ZooKeeperReader } from './client'
import { lookAtCheckpoints, lookAtElection, readConnectionInfo } from './election'

interface Node {
  data: Buffer
  owner: bigint
}

const frame = (body: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}
const int = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const counted = (bytes: Buffer | string): Buffer => Buffer.concat([int(Buffer.byteLength(bytes)), Buffer.from(bytes)])

/** As Flink writes it: the address in a block of data, then a java.util.UUID, whose last bytes are its two longs. */
function toConnectionInfo(address: string, most: bigint, least: bigint): Buffer {
  const name = Buffer.from(address)
  const longs = Buffer.alloc(16)
  longs.writeBigUInt64BE(least, 0)
  longs.writeBigUInt64BE(most, 8)
  const head = Buffer.from([0xac, 0xed, 0, 5, 0x77, name.length + 2, 0, name.length])
  return Buffer.concat([head, name, Buffer.from('sr\0\u000ejava.util.UUID'), longs])
}

/** Answers connect, getData, getChildren2 and ping like a member; null: it never answers. */
function serve(nodes: Record<string, Node> | null): Promise<{ server: Server; port: number }> {
  const reply = (socket: Socket, body: Buffer): unknown => {
    const xid = body.readInt32BE(0)
    if (body.length < 13) return
    const path = body.toString('utf8', 12, 12 + body.readInt32BE(8))
    const node = nodes![path]
    const children = Object.keys(nodes!).filter((name) => name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/'))
    const head = (error: number) => Buffer.concat([int(xid), Buffer.alloc(8), int(error)])
    if (!node) return socket.write(frame(head(-101)))
    const stat = Buffer.alloc(68)
    stat.writeBigUInt64BE(node.owner, 44)
    stat.writeBigInt64BE(1_700_000_000_000n, 24)
    if (body.readInt32BE(4) === 4) return socket.write(frame(Buffer.concat([head(0), counted(node.data), stat])))
    const names = children.map((name) => counted(name.slice(path.length + 1)))
    socket.write(frame(Buffer.concat([head(0), int(names.length), ...names, stat])))
  }
  const server = createServer((socket) => {
    let isConnected = false
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      if (!nodes) return
      for (let offset = 0; offset < chunk.length; offset += 4 + chunk.readInt32BE(offset)) {
        const body = chunk.subarray(offset + 4, offset + 4 + chunk.readInt32BE(offset))
        if (isConnected) reply(socket, body)
        else socket.write(frame(Buffer.concat([int(0), int(10_000), Buffer.alloc(8), counted(Buffer.alloc(16))])))
        isConnected = true
      }
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port })))
}

const plain = (owner = 0n, data: Buffer = Buffer.alloc(0)): Node => ({ data, owner })

describe('the judge’s own reader of ZooKeeper', () => {
  let server: Server | null = null
  afterEach(() => server?.close())

  async function open(nodes: Record<string, Node> | null, withinMs = 2_000): Promise<ZooKeeperReader> {
    const served = await serve(nodes)
    server = served.server
    return ZooKeeperReader.open(served.port, withinMs)
  }

  it('The judge’s reader finds the leader and the contenders, in the order of the latch', async () => {
    const reader = await open({
      '/f/leader/latch': plain(),
      '/f/leader/latch/_c_ff-latch-0000000009': plain(0x22n),
      '/f/leader/latch/_c_aa-latch-0000000010': plain(0x33n),
      '/f/leader/latch/_c_cc-latch-0000000002': plain(0x11n),
      '/f/leader/dispatcher/connection_info': plain(
        0x11n,
        toConnectionInfo('pekko.tcp://flink@localhost:1/user', 0x0a1b2c3d00004000n, 0x8000000000000001n),
      ),
    })
    expect(await lookAtElection(reader, '/f', 1_000)).toEqual({
      leader: {
        ...{ address: 'pekko.tcp://flink@localhost:1/user', leaderSessionId: '0a1b2c3d-0000-4000-8000-000000000001' },
        ...{ session: '0x11', writtenAt: 1_700_000_000_000 },
      },
      line: ['0x11', '0x22', '0x33'],
    })
    reader.close()
  })

  it('The judge’s reader reads missing nodes as no leader, no contenders and no checkpoints', async () => {
    const reader = await open({
      '/f/jobs': plain(),
      '/f/jobs/a': plain(),
      '/f/jobs/b': plain(),
      '/f/jobs/a/checkpoints': plain(),
      '/f/jobs/a/checkpoints/0000000000000000012': plain(),
    })
    expect(await lookAtElection(reader, '/f', 1_000)).toEqual({ leader: null, line: [] })
    expect(await lookAtCheckpoints(reader, '/f', 1_000)).toEqual({ a: ['12'], b: [] })
    reader.close()
  })

  it('The judge’s reader fails on a silent member, and on every request after its end', async () => {
    await expect(open(null, 50)).rejects.toThrow('no answer within 50 ms')
    const reader = await open({})
    reader.close()
    await expect(reader.getData('/', 1_000)).rejects.toThrow('closed')
  })

  it('The two longs of a UUID are read in Java’s order', () => {
    const data = toConnectionInfo('a', 0x0123456789abcdefn, 0xfedcba9876543210n)
    expect(readConnectionInfo(data, { owner: null, modifiedAt: 5 })).toEqual({
      ...{ address: 'a', leaderSessionId: '01234567-89ab-cdef-fedc-ba9876543210', session: '', writtenAt: 5 },
    })
  })
})
