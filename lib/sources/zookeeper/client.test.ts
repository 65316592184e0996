import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { grantSession, startFakeZooKeeper, type FakeBehaviour, type FakeZooKeeper } from '@/lib/testing/fake-zookeeper'
import { until } from '@/lib/testing/until'
import { createZooKeeperClient, type SessionState, type ZooKeeperClient, type ZooKeeperClientOptions } from './client'
import { JuteWriter } from './jute'
import { opCodes } from './messages/op-codes'
import { writeStat } from './messages/stat'

const aStat = {
  czxid: 1n,
  mzxid: 1n,
  ctime: 0,
  mtime: 0,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: '0x0',
  dataLength: 1,
  numChildren: 0,
  pzxid: 1n,
}
const writeData = (text: string) => (writer: JuteWriter) => writeStat(writer.bytes(Buffer.from(text)), aStat)
const endings: (() => unknown)[] = []

async function fake(behaviour: FakeBehaviour): Promise<FakeZooKeeper> {
  const server = await startFakeZooKeeper(behaviour)
  endings.push(() => server.close())
  return server
}

/** All that a client's session went through: a state may last so short that looking at times would miss it. */
const lived = new WeakMap<ZooKeeperClient, SessionState[]>()

/** Its limits are beyond any delay of a busy machine; a test of a limit sets its own. */
function open(port: number, options: Partial<ZooKeeperClientOptions> = {}): ZooKeeperClient {
  const client = createZooKeeperClient({ servers: `127.0.0.1:${port}`, connectTimeoutMs: 60_000, requestTimeoutMs: 60_000, ...options })
  const states: SessionState[] = []
  client.onSession((state) => states.push(state))
  lived.set(client, states)
  endings.push(() => client.close())
  return client
}

async function untilState(client: ZooKeeperClient, wanted: SessionState['state']): Promise<SessionState> {
  await until(`it is ${wanted}`, () => client.session.state === wanted)
  return client.session
}

const hasReason = (state: SessionState, reason: RegExp) => 'reason' in state && reason.test(state.reason ?? '')

function untilReason(client: ZooKeeperClient, reason: RegExp): Promise<void> {
  return until(`its reason is ${reason}`, () => lived.get(client)!.some((state) => hasReason(state, reason)))
}

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

describe('a client whose server misbehaves', () => {
  it('A client sends a read again on the next connection when its answer was cut in the middle', async () => {
    const server = await fake({
      onRequest(connection, { xid, opCode }, count) {
        if (opCode !== opCodes.getData) return
        if (count > 0) return connection.reply(xid, 0, writeData('whole'))
        const frame = writeData('half')
        const body = new JuteWriter().int(xid).long(1n).int(0)
        frame(body)
        connection.raw(body.toFrame().subarray(0, 30))
        setTimeout(() => connection.socket.destroy(), 20)
      },
    })
    const client = open(server.port)
    expect(Buffer.from((await client.getData('/a')).data).toString()).toBe('whole')
    expect(client.counters).toMatchObject({ connects: 2, requests: 2, replies: 1, failures: 0 })
  })

  it('A client rejects a write whose connection is lost, because its outcome is unknown', async () => {
    const server = await fake({
      onRequest: (connection, { opCode }) => {
        if (opCode === opCodes.setData) connection.socket.destroy()
      },
    })
    const client = open(server.port)
    await expect(client.setData('/a', new Uint8Array(1))).rejects.toMatchObject({ code: 'connection-lost', retryable: true, path: '/a' })
    expect(client.counters.requests).toBe(1)
  })

  it('A client survives garbage instead of a handshake, names it as the reason and retries', async () => {
    const server = await fake({ onConnect: (connection) => connection.raw(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')) })
    const client = open(server.port)
    await untilReason(client, /frame of 1213486160 bytes/)
    await until('it tries again', () => server.connections > 1)
  })

  it('A client survives garbage after the handshake', async () => {
    const server = await fake({
      onRequest: (connection, { xid }, count) => {
        if (count > 0) return connection.reply(xid, 0, writeData('x'))
        connection.raw(Buffer.from('00000003ffffff', 'hex'))
      },
    })
    await expect(open(server.port).getData('/a')).resolves.toMatchObject({ stat: aStat })
  })

  it('A client rejects the request whose answer cannot be read, and drops the connection', async () => {
    const server = await fake({
      onRequest: (connection, { xid, opCode }) => {
        if (opCode === opCodes.getData) connection.reply(xid, 0, (writer) => writer.int(1_000_000))
      },
    })
    const client = open(server.port)
    await expect(client.getData('/a')).rejects.toMatchObject({ code: 'protocol', retryable: false })
    await untilReason(client, /malformed/)
  })

  it('A client drops a connection that answers a request never sent', async () => {
    const server = await fake({
      onRequest: (connection, { opCode }) => {
        if (opCode === opCodes.getData) connection.reply(4711, 0)
      },
    })
    const client = open(server.port)
    void client.getData('/a').catch(() => undefined)
    await untilReason(client, /4711 that was never sent/)
  })

  it('A client rejects exactly the request whose answer is too large', async () => {
    const server = await fake({
      onRequest: (connection, { xid, opCode }) => {
        if (opCode === opCodes.getChildren2) connection.raw(Buffer.from('7fffffff', 'hex'))
        if (opCode === opCodes.getData) setTimeout(() => connection.reply(xid, 0, writeData('fine')), 30)
      },
    })
    const client = open(server.port, { maxFrameBytes: 1000 })
    const large = client.getChildren('/large')
    const fine = client.getData('/fine')
    await expect(large).rejects.toMatchObject({ code: 'frame-too-large', retryable: false })
    await expect(fine).resolves.toMatchObject({ stat: aStat })
  })

  it('A client gives a server that accepts and stays silent 200 ms, then retries', async () => {
    const server = await fake({ onConnect: () => undefined })
    const client = open(server.port, { connectTimeoutMs: 200 })
    await untilReason(client, /handshake: nothing within 200 ms/)
    expect(client.session.state).toBe('connecting')
    await until('it tries again', () => server.connections > 1)
  })

  it('A client accepts a slow handshake within the limit', async () => {
    const server = await fake({ onConnect: (connection) => void setTimeout(() => grantSession(connection), 120) })
    expect(await untilState(open(server.port), 'connected')).toMatchObject({ sessionId: '0x1234', negotiatedTimeoutMs: 40_000 })
  })

  it('A client reports a refused connection, without spinning', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const client = open(port, { requestTimeoutMs: 500 })
    await untilReason(client, /connection refused/)
    await expect(client.getData('/a')).rejects.toMatchObject({ code: 'not-connected', retryable: true })
  })

  it('A client notices silence within two thirds of the session timeout', async () => {
    const server = await fake({
      onConnect: (connection, count) => grantSession(connection, BigInt(count + 1), 600),
      onRequest: (_connection, _request, count) => count === 0,
    })
    const client = open(server.port)
    const states = lived.get(client)!
    const times: number[] = []
    client.onSession(() => times.push(Date.now()))
    await until('it is connected again', () => states.filter(({ state }) => state === 'connected').length === 2)
    const [from, to] = [states.findIndex(({ state }) => state === 'connected'), states.findIndex((state) => hasReason(state, /silent for/))]
    expect([from < to, times[to]! - times[from]! > 300]).toEqual([true, true])
  })

  it('A client pings every third of the session timeout and stays connected', async () => {
    let pings = 0
    const server = await fake({
      onConnect: (connection) => grantSession(connection, 1n, 6_000),
      onRequest: (_connection, { opCode }) => {
        if (opCode === opCodes.ping) pings++
      },
    })
    const client = open(server.port)
    await untilState(client, 'connected')
    const [since, before] = [performance.now(), pings]
    await until('it has pinged twice', () => pings === before + 2)
    // One may have been due already.
    expect(performance.now() - since).toBeGreaterThan(1_900)
    expect([client.session.state, client.counters.connects]).toEqual(['connected', 1])
  })

  it('A client lets a request time out, and ignores its late answer', async () => {
    let late = () => {}
    const server = await fake({
      onRequest: (connection, { xid, opCode, reader }) => {
        if (opCode !== opCodes.getData) return
        const answer = () => connection.reply(xid, 0, writeData('x'))
        if (reader.text() === '/late') return void (late = answer)
        late()
        answer()
      },
    })
    const client = open(server.port, { requestTimeoutMs: 3_000 })
    await untilState(client, 'connected')
    await expect(client.getData('/late')).rejects.toMatchObject({ code: 'request-timeout' })
    await expect(client.getData('/a')).resolves.toMatchObject({ stat: aStat })
    expect(client.counters).toMatchObject({ connects: 1, replies: 2, failures: 1 })
  })

  it('A client ends a request whose signal fires, whether it was sent or not', async () => {
    const server = await fake({ onRequest: () => true })
    const client = open(server.port)
    const controller = new AbortController()
    const requests = [client.getData('/a', { signal: controller.signal }), client.exists('/b', { signal: controller.signal })]
    setTimeout(() => controller.abort(), 50)
    for (const request of requests) await expect(request).rejects.toMatchObject({ code: 'aborted' })
    await expect(client.getData('/c', { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
  })

  it('A client asks for a new session when the old one has expired', async () => {
    const asked: bigint[] = []
    const server = await fake({
      onConnect(connection, count, { sessionId }) {
        asked.push(sessionId)
        grantSession(connection, sessionId === 0n ? BigInt(count + 1) : 0n, sessionId === 0n ? 4000 : 0)
      },
      onRequest: (connection, { opCode }) => {
        if (opCode === opCodes.getData) connection.socket.destroy()
      },
    })
    const client = open(server.port)
    const seen: string[] = []
    client.onSession((state) => seen.push(state.state === 'disconnected' ? state.reason.replace(/.*: /, '') : state.state))
    await untilState(client, 'connected')
    await client.getData('/a', { retry: false }).catch(() => undefined)
    await untilState(client, 'connected')
    expect(asked).toEqual([0n, 1n, 0n])
    expect(seen).toEqual(['connected', 'the server closed the connection', 'the session has expired; asking for a new one', 'connected'])
  })

  it('A client sets its watches again on a new connection, in packets below 128 kB', async () => {
    const packets: number[] = []
    const server = await fake({
      onRequest(connection, { xid, opCode, reader }) {
        if (opCode === opCodes.getData) connection.reply(xid, 0, writeData('x'))
        if (opCode === opCodes.setData) connection.socket.destroy()
        if (opCode === opCodes.setWatches || opCode === opCodes.addWatch) {
          if (opCode === opCodes.setWatches) packets.push(reader.remaining)
          connection.reply(xid, 0)
        }
      },
    })
    const client = open(server.port)
    const paths = Array.from({ length: 4000 }, (_, i) => `/${'long'.repeat(20)}/${i}`)
    await Promise.all(paths.map((path) => client.getData(path, { watch: true })))
    await client.setData('/a', new Uint8Array(0)).catch(() => undefined)
    await untilState(client, 'connected')
    await client.getData('/b')
    expect(packets.length).toBe(3)
    expect(Math.max(...packets)).toBeLessThan(128 * 1024)
    expect(packets.reduce((a, b) => a + b)).toBeGreaterThan(4000 * 84)
  })

  it('A client does not ask again for a persistent watch that the server does not know', async () => {
    let asked = 0
    const server = await fake({
      onRequest(connection, { xid, opCode }) {
        if (opCode !== opCodes.addWatch) return
        asked++
        connection.reply(xid, -6)
        connection.socket.end()
      },
    })
    const client = open(server.port)
    await expect(client.addWatch('/a', 'persistent')).rejects.toMatchObject({ code: 'unimplemented', number: -6 })
    await until('it is connected again', () => lived.get(client)!.filter(({ state }) => state === 'connected').length === 2)
    await expect(client.addWatch('/a', 'persistent')).rejects.toMatchObject({ code: 'unimplemented' })
    expect(asked).toBe(1)
  })

  it('A client passes on events below its chroot only, and survives a listener that throws', async () => {
    const server = await fake({
      onRequest(connection, { xid, opCode, reader }) {
        if (opCode !== opCodes.exists) return
        expect(reader.text()).toBe('/root/a')
        connection.event(1, '/elsewhere')
        connection.event(3, '/root/a')
        connection.event(-1, '/root/a')
        connection.reply(xid, -101)
      },
    })
    const client = open(server.port, { servers: `127.0.0.1:${server.port}/root` })
    const events: unknown[] = []
    client.onWatch(() => {
      throw new Error('careless')
    })
    client.onWatch((event) => events.push(event))
    expect(await client.exists('/a')).toBeNull()
    expect(events).toEqual([{ type: 'dataChanged', path: '/a' }])
  })

  it('A client sends its credentials first, and reports when they are refused', async () => {
    const order: number[] = []
    const server = await fake({
      onRequest(connection, { xid, opCode }) {
        order.push(opCode)
        if (opCode === opCodes.auth) connection.reply(xid, -115)
      },
    })
    const client = open(server.port, { auth: { scheme: 'digest', credentials: 'a:b' } })
    void client.getData('/a').catch(() => undefined)
    await untilReason(client, /refused the credentials/)
    expect(order[0]).toBe(opCodes.auth)
  })
})

describe('closing a client', () => {
  it.each([0, 1, 5, 20, 50, 100, 150])('A client closed after %d ms ends every request once and leaves nothing open', async (ms) => {
    const server = await fake({
      onConnect: (connection, count) => void setTimeout(() => grantSession(connection, BigInt(count + 1)), 20),
      onRequest: (_c, { opCode }) => opCode !== opCodes.closeSession,
    })
    const client = open(server.port)
    const requests = [client.getData('/a'), client.setData('/b', new Uint8Array(0)), client.addWatch('/', 'persistent')].map((each) =>
      each.catch((error: unknown) => error),
    )
    await sleep(ms)
    await Promise.all([client.close(), client.close()])
    expect(client.session.state).toBe('closed')
    for (const request of requests) expect(await request).toMatchObject({ code: 'closed' })
    await expect(client.getData('/a')).rejects.toMatchObject({ code: 'closed' })
    await expect(client.close()).resolves.toBeUndefined()
  })

  it('A client that waits between two tries closes at once', async () => {
    const server = await fake({ onConnect: (connection) => connection.socket.destroy() })
    const client = open(server.port)
    await until('it has tried', () => server.connections > 1)
    await client.close()
    const tried = server.connections
    await sleep(600)
    expect(server.connections).toBe(tried)
  })

  it('A client closes with its signal', async () => {
    const server = await fake({})
    const controller = new AbortController()
    const client = open(server.port, { signal: controller.signal })
    await untilState(client, 'connected')
    controller.abort()
    await untilState(client, 'closed')
  })

  it('A client closes without waiting for a server that does not answer', async () => {
    const server = await fake({ onRequest: () => true })
    const client = open(server.port)
    await untilState(client, 'connected')
    // Before the limit of a request, which is a minute here.
    const first = await Promise.race([client.close().then(() => 'closed'), sleep(40_000, 'it waits', { ref: false })])
    expect(first).toBe('closed')
  })
})
