import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCuttingProxy } from '@/lib/testing/cutting-proxy'
import { findCachedFlink, startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { createZooKeeperClient, type ZooKeeperClient, type ZooKeeperClientOptions } from './client'
import { mirrorSubtree, type Mirror, type MirrorOptions } from './mirror'

const bytes = (text: string) => Buffer.from(text)
const endings: (() => unknown)[] = []
let zookeeper: RealZooKeeper
let writer: ZooKeeperClient

function open(servers: string, options: Partial<ZooKeeperClientOptions> = {}): ZooKeeperClient {
  const client = createZooKeeperClient({ servers, sessionTimeoutMs: 4000, ...options })
  endings.push(() => client.close())
  return client
}

function mirror(client: ZooKeeperClient, root: string, options: Partial<MirrorOptions> = {}): Mirror {
  const made = mirrorSubtree(client, root, { onChange: () => undefined, ...options })
  endings.push(() => made.close())
  return made
}

async function until(what: string, holds: () => boolean, limitMs = 60_000): Promise<void> {
  const deadline = Date.now() + limitMs
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`)
    await sleep(5)
  }
}

const untilLive = (made: Mirror, limitMs?: number) => until('the mirror is live', () => made.state.status === 'live', limitMs)

/** Creates many nodes, in multis of 500. */
async function createAll(client: ZooKeeperClient, paths: readonly string[], data: Uint8Array): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(paths.length / 500) }, (_, i) => paths.slice(i * 500, i * 500 + 500))
  for (const chunk of chunks) await client.multi(chunk.map((path) => ({ kind: 'create', path, data, mode: 'persistent' })))
}

async function deleteAll(client: ZooKeeperClient, path: string): Promise<void> {
  const { children } = await client.getChildren(path)
  for (const name of children) await deleteAll(client, `${path}/${name}`)
  await client.delete(path)
}

/** The tree as another client reads it node by node, without watches or mirror. */
async function readTree(client: ZooKeeperClient, root: string, relative = ''): Promise<Record<string, string>> {
  const at = relative === '' ? root : `${root}/${relative}`
  const { data } = await client.getData(at)
  const { children } = await client.getChildren(at)
  const below = await Promise.all(children.map((name) => readTree(client, root, relative === '' ? name : `${relative}/${name}`)))
  return Object.assign({ [relative]: Buffer.from(data).toString('utf8') }, ...below) as Record<string, string>
}

function toTexts(made: Mirror): Record<string, string> {
  return Object.fromEntries(
    [...made.state.nodes.values()].map(({ path, data }) => [path, data === null ? 'null' : Buffer.from(data).toString('utf8')]),
  )
}

async function expectMirrorIsTrue(made: Mirror, root: string): Promise<void> {
  const truth = await readTree(writer, root)
  await until(
    'the mirror equals the tree',
    () =>
      made.state.nodes.size === Object.keys(truth).length &&
      JSON.stringify(Object.entries(toTexts(made)).sort()) === JSON.stringify(Object.entries(truth).sort()),
  ).catch(() => undefined)
  expect(toTexts(made)).toEqual(truth)
}

async function endAll(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end()
}

beforeAll(async () => {
  zookeeper = await startZooKeeper({ members: 1, javaOptions: ['-Dznode.container.checkIntervalMs=1000'] })
  writer = createZooKeeperClient({ servers: zookeeper.connectString })
})
afterEach(endAll)
afterAll(async () => {
  await writer?.close()
  await zookeeper?.close()
})

describe('a mirror of a real ZooKeeper', () => {
  it('A mirror sees the root appear, every change below it, and the root vanish', async () => {
    const made = mirror(open(zookeeper.connectString), '/appearing')
    await until('missing', () => made.state.status === 'missing')
    expect(made.state.detail).toBe('There is no /appearing in ZooKeeper.')
    await writer.create('/appearing', bytes('root'))
    await writer.create('/appearing/leader', bytes('a'))
    await writer.create('/appearing/leader/latch', bytes('b'))
    await writer.setData('/appearing/leader/latch', bytes('c'))
    await untilLive(made)
    await expectMirrorIsTrue(made, '/appearing')
    await deleteAll(writer, '/appearing')
    await until('missing again', () => made.state.status === 'missing')
    expect(made.state.nodes.size).toBe(0)
    await writer.create('/appearing', bytes('again'))
    await untilLive(made)
    expect(toTexts(made)).toEqual({ '': 'again' })
    await deleteAll(writer, '/appearing')
  })

  it('A mirror reports a change once, with its path, and asks nothing while idle', async () => {
    await createAll(writer, ['/told', '/told/leader', '/told/leader/x'], bytes('1'))
    const reported: string[][] = []
    const client = open(zookeeper.connectString, { sessionTimeoutMs: 10_000 })
    const made = mirror(client, '/told', { onChange: ({ changed }) => reported.push([...changed]) })
    await untilLive(made)
    await sleep(50)
    reported.length = 0
    const before = client.counters.requests
    await writer.setData('/told/leader/x', bytes('2'))
    await until('told', () => reported.length > 0)
    await sleep(2000)
    expect(reported).toEqual([['leader/x']])
    expect(client.counters.requests - before).toBe(1)
    await deleteAll(writer, '/told')
  })

  it('A mirror loses nothing in a storm of changes to few nodes', async () => {
    await createAll(writer, ['/storm', '/storm/jobs', '/storm/leader'], bytes(''))
    const made = mirror(open(zookeeper.connectString), '/storm')
    const paths = Array.from({ length: 20 }, (_, i) => `/storm/jobs/${i}`)
    await Promise.all(
      Array.from({ length: 3000 }, async (_, i) => {
        const path = paths[i % 20] as string
        if (i % 3 === 0) await writer.create(path, bytes(`c${i}`)).catch(() => undefined)
        else if (i % 3 === 1) await writer.setData(path, bytes(`s${i}`)).catch(() => undefined)
        else await writer.delete(path).catch(() => undefined)
      }),
    )
    await untilLive(made)
    await expectMirrorIsTrue(made, '/storm')
    await deleteAll(writer, '/storm')
  })

  it('A mirror holds 20,000 children, and a change of leadership overtakes the walk', async () => {
    await createAll(writer, ['/wide', '/wide/leader', '/wide/leader/info', '/wide/jobs'], bytes('old'))
    await createAll(
      writer,
      Array.from({ length: 20_000 }, (_, i) => `/wide/jobs/${i}`),
      bytes('x'.repeat(200)),
    )
    let seenAt = 0
    const made = mirror(open(zookeeper.connectString), '/wide', {
      onChange: ({ state }) => {
        if (seenAt === 0 && toText(state.nodes.get('leader/info')?.data) === 'new') seenAt = state.nodes.size
      },
    })
    await until('the walk is under way', () => made.state.nodes.size > 500)
    await writer.setData('/wide/leader/info', bytes('new'))
    await untilLive(made)
    expect(made.state.nodes.size).toBe(20_004)
    expect(seenAt).toBeGreaterThan(0)
    expect(seenAt).toBeLessThan(20_000)
  })

  it('A mirror above its limit is too-large, and still follows leadership', async () => {
    const made = mirror(open(zookeeper.connectString), '/wide', { maxNodes: 1000 })
    await until('too large', () => made.state.status === 'too-large')
    expect(made.state.nodes.size).toBeLessThan(1010)
    await writer.setData('/wide/leader/info', bytes('newer'))
    await until('leadership', () => toText(made.state.nodes.get('leader/info')?.data) === 'newer')
  })

  it('A mirror holds 1 MB of data, and data above its limit is null with the reason', async () => {
    await createAll(writer, ['/big'], bytes(''))
    await writer.create('/big/one', Buffer.alloc(1_000_000, 7))
    await writer.create('/big/two', Buffer.alloc(900_000, 7))
    const made = mirror(open(zookeeper.connectString), '/big', { maxBytesPerNode: 950_000 })
    await untilLive(made)
    expect(made.state.nodes.get('two')?.data?.length).toBe(900_000)
    expect(made.state.nodes.get('one')).toMatchObject({
      data: null,
      problem: '1000000 bytes of data, above the limit of 950000',
      stat: { dataLength: 1_000_000 },
    })
    await writer.setData('/big/one', bytes('small now'))
    await until('small', () => toText(made.state.nodes.get('one')?.data) === 'small now')
    await deleteAll(writer, '/big')
  })

  it('A mirror follows a container that the server deletes by itself', async () => {
    await writer.create('/contained', bytes(''))
    await writer.create('/contained/latch', bytes(''), { mode: 'container' })
    await writer.create('/contained/latch/member', bytes(''))
    const made = mirror(open(zookeeper.connectString), '/contained')
    await untilLive(made)
    expect([...made.state.nodes.keys()].sort()).toEqual(['', 'latch', 'latch/member'])
    await writer.delete('/contained/latch/member')
    await until('the container is gone', () => made.state.nodes.size === 1)
    expect(made.state.status).toBe('live')
    await deleteAll(writer, '/contained')
  })

  it('A mirror is denied for a root without permission, live with permission, and missing after its deletion', async () => {
    const owner = open(zookeeper.connectString, { auth: { scheme: 'digest', credentials: 'me:secret' } })
    await owner.create('/secret', bytes('s'), { acl: [{ permissions: 31, scheme: 'auth', id: '' }] })
    const made = mirror(open(zookeeper.connectString), '/secret', { deniedRetryMs: 300 })
    await until('denied', () => made.state.status === 'denied')
    expect(made.state.detail).toContain('/secret')
    const allowed = mirror(owner, '/secret')
    await untilLive(allowed)
    expect(toTexts(allowed)).toEqual({ '': 's' })
    await owner.delete('/secret')
    await until('missing', () => made.state.status === 'missing')
  })

  it('A mirror reads one node again from the leader, and gives null for one that is gone', async () => {
    await createAll(writer, ['/again', '/again/a'], bytes('1'))
    const made = mirror(open(zookeeper.connectString), '/again')
    await untilLive(made)
    await writer.setData('/again/a', bytes('2'))
    expect(toText((await made.readAgain('a'))?.data)).toBe('2')
    await writer.delete('/again/a')
    expect(await made.readAgain('a')).toBeNull()
    made.close()
    await expect(made.readAgain('a')).rejects.toMatchObject({ code: 'not-connected' })
    await deleteAll(writer, '/again')
  })

  it('A mirror has nothing stale after 20 s of cut connections', async () => {
    await createAll(writer, ['/chaos', '/chaos/leader', '/chaos/jobs'], bytes(''))
    const paths = Array.from({ length: 300 }, (_, i) => `/chaos/jobs/${i}`)
    await createAll(writer, paths, bytes('0'))
    const proxy = await startCuttingProxy(zookeeper.members[0]?.port ?? 0)
    endings.push(() => proxy.close())
    const client = open(`127.0.0.1:${proxy.port}`)
    const made = mirror(client, '/chaos')
    await untilLive(made)
    const end = Date.now() + 20_000
    let [turn, cuts] = [0, 0]
    // On a loaded machine a turn takes long, and 20 s would not see many cuts.
    while (Date.now() < end || turn < 50) {
      turn++
      if (turn % 7 === 0) {
        proxy.cut()
        cuts++
      }
      for (let i = 0; i < 10; i++) await change(paths[(turn * 13 + i * 31) % 300] as string, turn)
      await sleep(40)
    }
    await untilLive(made)
    await expectMirrorIsTrue(made, '/chaos')
    expect(client.counters.connects).toBeGreaterThan(2)
    expect(proxy.accepted, `${cuts} cuts`).toBeLessThanOrEqual(2 * cuts + 5)
    await deleteAll(writer, '/chaos')
  })

  it('A mirror starts over with a new session when the old one expired, and nothing is stale', async () => {
    await createAll(writer, ['/expiry', '/expiry/leader', '/expiry/leader/a', '/expiry/leader/b'], bytes('1'))
    const proxy = await startCuttingProxy(zookeeper.members[0]?.port ?? 0)
    endings.push(() => proxy.close())
    const client = open(`127.0.0.1:${proxy.port}`, { sessionTimeoutMs: 4000, connectTimeoutMs: 1000 })
    const sessions: string[] = []
    client.onSession((state) => {
      if (state.state === 'connected') sessions.push(state.sessionId)
    })
    const made = mirror(client, '/expiry')
    await untilLive(made)
    proxy.freeze()
    await until('stale', () => made.state.status === 'stale')
    expect(made.state.detail).toContain('silent')
    await writer.setData('/expiry/leader/a', bytes('2'))
    await writer.delete('/expiry/leader/b')
    // The server's clock runs in ticks of 500 ms.
    await sleep(6000)
    proxy.resume()
    await untilLive(made)
    await expectMirrorIsTrue(made, '/expiry')
    expect(new Set(sessions).size).toBeGreaterThanOrEqual(2)
    await writer.setData('/expiry/leader/a', bytes('3'))
    await until('watched again', () => toText(made.state.nodes.get('leader/a')?.data) === '3')
    await deleteAll(writer, '/expiry')
  })
})

describe('a mirror of a ZooKeeper that lost its data', () => {
  it('A mirror of a ZooKeeper that lost its data shows the new tree although its transaction ids are lower', async () => {
    const other = await startZooKeeper({ members: 1 })
    endings.push(() => other.close())
    const filler = open(other.connectString)
    await createAll(filler, ['/w', ...Array.from({ length: 50 }, (_, i) => `/w/${i}`)], bytes('old'))
    const made = mirror(open(other.connectString, { sessionTimeoutMs: 2000, connectTimeoutMs: 1000 }), '/w')
    await untilLive(made)
    await filler.close()
    await other.members[0]?.kill()
    await other.members[0]?.restart({ wipe: true })
    await other.untilServing()
    const refiller = open(other.connectString)
    await createAll(refiller, ['/w', '/w/1'], bytes('new'))
    await until('the new tree', () => made.state.status === 'live' && made.state.nodes.size === 2)
    expect(toTexts(made)).toEqual({ '': 'new', 1: 'new' })
  })
})

const oldFlink = findCachedFlink('1.14.6')
describe.skipIf(oldFlink === null)('a mirror of a ZooKeeper 3.4, which has no recursive watches', () => {
  it('A mirror of a ZooKeeper 3.4 sees all changes by single watches, through a restart, with the root coming and going', async () => {
    const old = await startZooKeeper({ members: 1, flinkHome: oldFlink ?? undefined })
    endings.push(() => old.close())
    const filler = open(old.connectString)
    const client = open(old.connectString)
    const made = mirror(client, '/old')
    await until('missing', () => made.state.status === 'missing')
    await createAll(filler, ['/old', '/old/leader', '/old/jobs'], bytes('1'))
    await until('all three', () => made.state.nodes.size === 3)
    await createAll(
      filler,
      Array.from({ length: 100 }, (_, i) => `/old/jobs/${i}`),
      bytes('1'),
    )
    await filler.setData('/old/leader', bytes('2'))
    await filler.create('/old/jobs/5/deep', bytes('d'))
    await until('deep', () => made.state.nodes.has('jobs/5/deep') && made.state.nodes.size === 104)
    await old.members[0]?.stop()
    await until('stale', () => made.state.status === 'stale')
    await old.members[0]?.restart()
    await old.untilServing()
    await filler.setData('/old/leader', bytes('3'))
    await filler.delete('/old/jobs/7')
    await untilLive(made)
    await until('the changes', () => toText(made.state.nodes.get('leader')?.data) === '3' && !made.state.nodes.has('jobs/7'))
    expect(client.counters.connects, 'without spinning').toBeLessThan(30)
    await deleteAll(filler, '/old')
    await until('missing again', () => made.state.status === 'missing')
    expect(made.state.nodes.size).toBe(0)
  })
})

function toText(data: Uint8Array | null | undefined): string | null {
  return data ? Buffer.from(data).toString('utf8') : null
}

async function change(path: string, turn: number): Promise<void> {
  if (turn % 5 === 0) await writer.delete(path).catch(() => undefined)
  else if (turn % 5 === 1) await writer.create(path, bytes(`c${turn}`)).catch(() => undefined)
  else await writer.setData(path, bytes(`s${turn}`)).catch(() => undefined)
}
