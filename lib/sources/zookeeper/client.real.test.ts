import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCuttingProxy } from '@/lib/testing/cutting-proxy'
import { askFourLetterWord, startZooKeeper, type RealZooKeeper, type RealZooKeeperMember } from '@/lib/testing/real-zookeeper'
import { createZooKeeperClient, type SessionState, type ZooKeeperClient, type ZooKeeperClientOptions } from './client'

const endings: (() => unknown)[] = []
let ensemble: RealZooKeeper

function open(options: Partial<ZooKeeperClientOptions> = {}): ZooKeeperClient {
  const client = createZooKeeperClient({ servers: ensemble.connectString, sessionTimeoutMs: 4000, ...options })
  endings.push(() => client.close())
  return client
}

async function untilState(client: ZooKeeperClient, wanted: SessionState['state']): Promise<void> {
  await until(
    () => client.session.state === wanted,
    () => JSON.stringify(client.session),
  )
}

/** Records every state from now on, so that one of milliseconds is not missed. */
function recordStates(client: ZooKeeperClient): { state: SessionState['state']; at: number }[] {
  const seen: { state: SessionState['state']; at: number }[] = []
  client.onSession(({ state }) => seen.push({ state, at: performance.now() }))
  return seen
}

async function untilSeen(states: ReturnType<typeof recordStates>, wanted: SessionState['state']): Promise<number> {
  await until(
    () => states.some(({ state }) => state === wanted),
    () => JSON.stringify(states),
  )
  return states.find(({ state }) => state === wanted)!.at
}

async function until(holds: () => boolean, seen: () => string, limitMs = 60_000): Promise<void> {
  const start = Date.now()
  while (!holds()) {
    if (Date.now() - start > limitMs) throw new Error(`still ${seen()}`)
    await sleep(5)
  }
}

/** The member the client is connected to. */
function memberOf(client: ZooKeeperClient): RealZooKeeperMember {
  const { session } = client
  const found = ensemble.members.find(({ port }) => 'member' in session && session.member.endsWith(`:${port}`))
  if (!found) throw new Error(`connected to none: ${JSON.stringify(session)}`)
  return found
}

function sessionIdOf(client: ZooKeeperClient): string | null {
  return 'sessionId' in client.session ? client.session.sessionId : null
}

async function restartAll(): Promise<void> {
  for (const member of ensemble.members) {
    member.resume()
    if (member.pid === null) await member.restart()
  }
  await ensemble.untilServing()
}

beforeAll(async () => {
  ensemble = await startZooKeeper({
    members: 3,
    config: ['localSessionsEnabled=true', 'localSessionsUpgradingEnabled=true'],
    javaOptions: ['-Dreadonlymode.enabled=true'],
  })
})
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
  await restartAll()
})
afterAll(() => ensemble?.close())

describe('a client of three members', () => {
  it.each(['kill', 'stop'] as const)('A client goes on with the same session on another member after a %s of its own', async (how) => {
    const client = open({ sessionTimeoutMs: 10_000 })
    await client.create(`/kept-${how}`, Buffer.from('x'), { mode: 'ephemeral' })
    const session = sessionIdOf(client)
    const states = recordStates(client)
    await memberOf(client)[how]()
    await untilSeen(states, 'disconnected')
    const data = await client.getData(`/kept-${how}`)
    expect(data.stat.ephemeralOwner).toBe(session)
    expect(sessionIdOf(client)).toBe(session)
    expect(client.counters.connects).toBeLessThanOrEqual(4)
  })

  it('A client leaves a frozen member after two thirds of the session timeout', async () => {
    const modes = await Promise.all(ensemble.members.map(({ port }) => askFourLetterWord(port, 'srvr')))
    const followers = ensemble.members.filter((_, i) => modes[i]?.includes('Mode: follower'))
    const client = open({ servers: followers.map(({ port }) => `127.0.0.1:${port}`).join(','), sessionTimeoutMs: 9000 })
    await untilState(client, 'connected')
    await sleep(300)
    const frozen = memberOf(client)
    const states = recordStates(client)
    const frozenAt = performance.now()
    frozen.freeze()
    // 6 s after it was last heard, which is at most a third of the timeout before.
    expect((await untilSeen(states, 'disconnected')) - frozenAt).toBeGreaterThan(2_900)
    await untilSeen(states, 'connected')
    expect(memberOf(client)).not.toBe(frozen)
  })

  it('A client without a quorum retries without spinning, and connects again when there is one', async () => {
    const client = open()
    await untilState(client, 'connected')
    const mine = memberOf(client)
    const others = ensemble.members.filter((member) => member !== mine)
    const states = recordStates(client)
    await Promise.all(others.map((member) => member.kill()))
    await untilSeen(states, 'disconnected')
    const proxied = await countTries(client, 8000)
    expect(proxied).toBeLessThan(25)
    await expect(client.getData('/', { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ code: 'aborted' })
    await restartAll()
    await untilState(client, 'connected')
    await client.getData('/')
  })

  it('A read-only client reads from a member without quorum, and writes again when the quorum is back', async () => {
    const client = open({ readOnlyAllowed: true })
    await client.create('/readable', Buffer.from('r'))
    const others = ensemble.members.filter((member) => member !== memberOf(client))
    await Promise.all(others.map((member) => member.kill()))
    await untilState(client, 'read-only')
    expect(Buffer.from((await client.getData('/readable')).data).toString()).toBe('r')
    await expect(client.delete('/readable')).rejects.toMatchObject({ code: 'not-read-only', retryable: false })
    await restartAll()
    await untilState(client, 'connected')
    await client.delete('/readable')
  })

  it('A node is removed only if another is unchanged', async () => {
    const client = open()
    await client.create('/guard', Buffer.from('1'))
    await client.create('/guarded', Buffer.from(''))
    await client.setData('/guard', Buffer.from('2'))
    const guarded = (version: number) =>
      client.multi([
        { kind: 'check', path: '/guard', version },
        { kind: 'delete', path: '/guarded', version: -1 },
      ])
    await expect(guarded(0)).rejects.toMatchObject({ code: 'bad-version', path: '/guard' })
    expect(await client.exists('/guarded')).not.toBeNull()
    expect(await guarded(1)).toEqual([{ kind: 'check' }, { kind: 'delete' }])
    expect(await client.exists('/guarded')).toBeNull()
    await client.delete('/guard')
  })

  it('The reads of one turn go in one request, with an answer of its own for each', async () => {
    const root = open()
    await root.create('/batch', Buffer.from(''))
    await root.create('/batch/open', Buffer.from('1'))
    // 4: may create below it, and not read it.
    await root.create('/batch/closed', Buffer.from('2'), { acl: [{ permissions: 4, scheme: 'world', id: 'anyone' }] })
    const client = open({ servers: `${ensemble.connectString}/batch` })
    await untilState(client, 'connected')
    const before = client.counters.requests
    const read = (path: string) =>
      new Promise((resolve) =>
        client.askData(path, {
          resolve: ({ data, stat }) => resolve([Buffer.from(data).toString(), stat.dataLength]),
          reject: ({ code }) => resolve(code),
        }),
      )
    const list = (path: string) =>
      new Promise((resolve) => client.askChildren(path, { resolve: (names) => resolve(names.sort()), reject: ({ code }) => resolve(code) }))
    expect(
      await Promise.all([read('/open'), read('/gone'), list('/'), read('/closed'), list('/closed'), list('/gone'), read('/')]),
    ).toEqual([['1', 1], 'no-node', ['closed', 'open'], 'no-auth', 'no-auth', 'no-node', ['', 0]])
    expect(client.counters.requests - before).toBe(1)
    for (const path of ['/batch/open', '/batch/closed', '/batch']) await root.delete(path)
  })

  it('A client works below a chroot', async () => {
    const root = open()
    await root.create('/below', Buffer.from(''))
    const client = open({ servers: `${ensemble.connectString}/below` })
    const events: unknown[] = []
    client.onWatch((event) => events.push(event))
    await client.addWatch('/', 'persistent-recursive')
    expect(await client.create('/a-', Buffer.from(''), { mode: 'persistent-sequential' })).toBe('/a-0000000000')
    expect((await client.getChildren('/')).children).toEqual(['a-0000000000'])
    expect((await root.getChildren('/below')).children).toEqual(['a-0000000000'])
    expect(events).toEqual([{ type: 'created', path: '/a-0000000000' }])
    await client.delete('/a-0000000000')
    await root.delete('/below')
  })

  it('A client can be closed at every moment', async () => {
    for (let ms = 0; ms < 60; ms += 3) {
      const client = open()
      const request = client.getData('/').then(
        () => 'answered',
        (error: { code: string }) => error.code,
      )
      await sleep(ms)
      await client.close()
      expect(['answered', 'closed']).toContain(await request)
      expect(client.session.state).toBe('closed')
    }
  })
})

describe('a client with many one-shot watches', () => {
  it('A client sets 40,000 watches again after a lost connection without blocking the event loop', async () => {
    const proxy = await startCuttingProxy(ensemble.members[0]?.port ?? 0)
    endings.push(() => proxy.close())
    const client = open({ servers: `127.0.0.1:${proxy.port}`, sessionTimeoutMs: 10_000, requestTimeoutMs: 120_000 })
    const writer = open()
    const paths = Array.from({ length: 40_000 }, (_, i) => `/watched-${i}-with-a-name-of-some-length`)
    await Promise.all(paths.map((path) => client.exists(path, { watch: true })))
    const events: string[] = []
    client.onWatch(({ type, path }) => events.push(`${type} ${path}`))
    // CPU time of one turn of the event loop: other load on the machine does not count.
    let longest = 0
    let last = process.cpuUsage()
    const clock = setInterval(() => {
      const { user, system } = process.cpuUsage(last)
      longest = Math.max(longest, (user + system) / 1_000)
      last = process.cpuUsage()
    }, 5)
    const states = recordStates(client)
    proxy.cut()
    await untilSeen(states, 'disconnected')
    await writer.create(paths[7] as string, Buffer.from(''))
    await untilState(client, 'connected')
    const deadline = Date.now() + 60_000
    while (events.length === 0 && Date.now() < deadline) await sleep(5)
    await writer.create(paths[39_999] as string, Buffer.from(''))
    while (events.length === 1 && Date.now() < deadline) await sleep(5)
    clearInterval(clock)
    expect(events).toEqual([`created ${paths[7]}`, `created ${paths[39_999]}`])
    expect(longest).toBeLessThan(5000)
    await writer.delete(paths[7] as string)
    await writer.delete(paths[39_999] as string)
  })
})

/** In `ms`, as far as it goes on as in the time that passed. */
async function countTries(client: ZooKeeperClient, ms: number): Promise<number> {
  let tries = 0
  const end = client.onSession(() => tries++)
  const [bytesBefore, since] = [client.counters.bytesOut, performance.now()]
  await sleep(ms)
  end()
  const share = ms / (performance.now() - since)
  // A handshake is 45 or 49 bytes; a refused connection sends none but changes the reason.
  return share * Math.max(tries, Math.round((client.counters.bytesOut - bytesBefore) / 45))
}
