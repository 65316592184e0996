import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCuttingProxy } from '@/lib/testing/cutting-proxy'
import { startLosingProxy, type Losing } from '@/lib/testing/losing-proxy'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { createZooKeeperClient, type ZooKeeperClient, type ZooKeeperClientOptions } from '@/lib/sources/zookeeper/client'
import { OperationError } from '@/lib/operations/run/verb'
import { readElection, type ElectionPlace } from './read-election'
import { toRemovalWords, toRemovedText } from './removal-words'
import { removeElectionZnodes, type Asking, type ElectionRemoval } from './remove-znodes'

let ensemble: RealZooKeeper
const clients: ZooKeeperClient[] = []
let number = 0
let root = ''

function open(options: Partial<ZooKeeperClientOptions> = {}): ZooKeeperClient {
  const client = createZooKeeperClient({ servers: ensemble.connectString, sessionTimeoutMs: 8000, ...options })
  clients.push(client)
  return client
}

async function make(client: ZooKeeperClient, path: string, mode?: 'ephemeral', data = ''): Promise<string> {
  const parts = path.split('/').slice(1, -1)
  for (let i = 1; i <= parts.length; i++) await client.create(`/${parts.slice(0, i).join('/')}`, Buffer.alloc(0)).catch(() => undefined)
  return client.create(path, Buffer.from(data), { mode: mode ?? 'persistent' })
}

/** A JobManager as ZooKeeper sees it: a session with a latch and the locks it holds. */
async function join(sequence: number, locks: string[] = []): Promise<ZooKeeperClient> {
  const client = open()
  await make(client, `${root}/leader/latch/_c_${randomUUID()}-latch-${String(sequence).padStart(10, '0')}`, 'ephemeral')
  for (const lock of locks) await make(client, `${root}/${lock}/locks/${randomUUID()}`, 'ephemeral', '127.0.0.1')
  return client
}

/** Long enough for everything but a member that stays away. */
const remove = (client: ZooKeeperClient, removal: ElectionRemoval, over: Partial<Asking> = {}) =>
  removeElectionZnodes(removal, { getClient: () => client, untilAt: Date.now() + 60_000, ...over })
const place = (client: ZooKeeperClient): ElectionPlace => ({ client, root, names: {} })
const sessionOf = (client: ZooKeeperClient) => ('sessionId' in client.session ? client.session.sessionId : null)

beforeAll(async () => {
  ensemble = await startZooKeeper({ members: 3 })
})
afterAll(() => ensemble?.close())
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})

describe('fencing on three ZooKeeper members', () => {
  const ownersOf = async (client: ZooKeeperClient) =>
    (await readElection(place(client), { withLocks: true })).latches.map(({ owner }) => owner)

  it('The election is read in order with every lock, and one session’s znodes are removed in one transaction', async () => {
    root = `/flink/c${++number}`
    const locks = ['execution-plans/aa', 'jobs/aa/checkpoints/0000000000000000007', 'jobgraphs/bb', 'applications/cc']
    const leader = await join(3, locks)
    const standby = await join(12, ['jobs/aa/checkpoints/0000000000000000006'])
    const client = open()
    const reading = await readElection(place(client), { withLocks: true })
    expect(reading).toMatchObject({ isFresh: true, layout: 'process', leaders: [] })
    expect(reading.latches.map(({ owner, sequence }) => [owner, sequence])).toEqual([
      [sessionOf(leader), 3],
      [sessionOf(standby), 12],
    ])
    expect(reading.locks).toHaveLength(5)
    const mine = reading.locks.filter(({ owner }) => owner === sessionOf(leader))
    const removed = await remove(client, { latches: reading.latches.slice(0, 1), locks: mine })
    expect(removed).toEqual({ kind: 'removed', inOne: true, latches: 1, locks: 4, locksLeft: 0 })
    const after = await readElection(place(client), { withLocks: true })
    expect(after.latches.map(({ owner }) => owner)).toEqual([sessionOf(standby)])
    expect(after.locks.map(({ owner }) => owner)).toEqual([sessionOf(standby)])
  })

  it('The latch and the remaining locks are removed when one lock has vanished', async () => {
    root = `/flink/c${++number}`
    const leader = await join(1, ['jobs/aa/checkpoints/1', 'jobs/bb/checkpoints/1'])
    await join(2)
    const client = open()
    const { latches, locks } = await readElection(place(client), { withLocks: true })
    await leader.delete(locks[0]!.path)
    expect(await remove(client, { latches: latches.slice(0, 1), locks })).toEqual({
      kind: 'removed',
      inOne: false,
      latches: 1,
      locks: 1,
      locksLeft: 0,
    })
    expect(await readElection(place(client), { withLocks: true })).toMatchObject({ latches: [{ sequence: 2 }], locks: [] })
  })

  it('Nothing is removed for a session that has already ended', async () => {
    root = `/flink/c${++number}`
    const leader = await join(1, ['jobs/aa/checkpoints/1'])
    const standby = await join(2)
    const client = open()
    const { latches, locks } = await readElection(place(client), { withLocks: true })
    await leader.close()
    expect(await remove(client, { latches: latches.slice(0, 1), locks })).toEqual({ kind: 'ended' })
    expect(await ownersOf(client)).toEqual([sessionOf(standby)])
  })

  it('The whole transaction fails when the latch was written after it was read', async () => {
    root = `/flink/c${++number}`
    const leader = await join(1, ['jobs/aa/checkpoints/1'])
    const client = open()
    const { latches, locks } = await readElection(place(client), { withLocks: true })
    await leader.setData(latches[0]!.path, Buffer.from('x'))
    const failed = await remove(client, { latches, locks }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'bad-version', path: latches[0]!.path })
    expect(toRemovalWords(failed)).toContain('Nothing was removed')
    expect(await readElection(place(client), { withLocks: true })).toMatchObject({ latches: [{}], locks: [{}] })
  })

  it('A latch with children is not read as a place in line, and ZooKeeper refuses to remove it', async () => {
    root = `/flink/c${++number}`
    const client = open()
    await make(client, `${root}/leader/latch/_c_x-latch-0000000001/child`)
    const { latches, strays } = await readElection(place(client), { withLocks: true })
    expect([latches, strays]).toEqual([[], ['_c_x-latch-0000000001']])
    const forged = { path: `${root}/leader/latch/_c_x-latch-0000000001`, owner: '0x1', version: 0, czxid: '0x1' }
    const failed = await remove(client, { latches: [forged], locks: [] }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'not-empty' })
    expect(toRemovalWords(failed)).toContain('has children')
  })

  it('Without the right to delete, the removal is refused with advice and removes nothing', async () => {
    root = `/flink/c${++number}`
    await join(1)
    const owner = open({ auth: { scheme: 'digest', credentials: 'flink:secret' } })
    const folder = `${root}/leader/latch`
    const closed = `${root}/closed`
    await owner.create(closed, Buffer.alloc(0), {
      acl: [
        { permissions: 31, scheme: 'auth', id: '' },
        { permissions: 1, scheme: 'world', id: 'anyone' },
      ],
    })
    await owner.create(`${closed}/_c_y-latch-0000000009`, Buffer.alloc(0), { mode: 'ephemeral' })
    const client = open()
    const { latches } = await readElection(place(client), { withLocks: false })
    const stat = (await client.exists(`${closed}/_c_y-latch-0000000009`))!
    const protectedLatch = {
      path: `${closed}/_c_y-latch-0000000009`,
      owner: stat.ephemeralOwner,
      version: 0,
      czxid: `0x${stat.czxid.toString(16)}`,
    }
    const failed = await remove(client, { latches: [latches[0]!, protectedLatch], locks: [] }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'no-auth' })
    expect(toRemovalWords(failed)).toContain('zookeeper.auth')
    expect((await client.getChildren(folder)).children).toHaveLength(1)
  })

  it('A latch below a chroot is removed', async () => {
    const outside = open()
    await make(outside, '/tenants/a/flink')
    root = '/flink/default'
    const servers = `${ensemble.connectString}/tenants/a`
    const leader = open({ servers })
    await make(leader, `${root}/leader/latch/_c_${randomUUID()}-latch-0000000001`, 'ephemeral')
    const client = open({ servers })
    const { latches } = await readElection(place(client), { withLocks: true })
    expect(await remove(client, { latches, locks: [] })).toMatchObject({ inOne: true, latches: 1 })
    // Its member may lag behind the one that was written to.
    await outside.sync('/tenants')
    expect((await outside.getChildren('/tenants/a/flink/default/leader/latch')).children).toEqual([])
  })

  it('The removal looks again after a lost answer and removes the latch once', async () => {
    root = `/flink/c${++number}`
    await join(1, ['jobs/aa/checkpoints/1'])
    const standby = await join(2)
    const proxy = await startCuttingProxy(ensemble.members[0]!.port)
    const client = open({ servers: `127.0.0.1:${proxy.port}`, requestTimeoutMs: 10_000 })
    const { latches, locks } = await readElection(place(client), { withLocks: true })
    const removing = remove(client, { latches: latches.slice(0, 1), locks })
    setImmediate(proxy.cut)
    expect(await removing).toMatchObject({ kind: expect.stringMatching(/^(removed|gone)$/) as string })
    const direct = open()
    await direct.sync(root)
    expect(await ownersOf(direct)).toEqual([sessionOf(standby)])
    await proxy.close()
  })

  /** The console is behind a proxy that loses its transaction; the test is not. */
  async function loseOnce(
    how: Losing & { during?: (leader: ZooKeeperClient) => Promise<unknown>; forMs?: number },
    over: Partial<Asking> = {},
  ) {
    root = `/flink/c${++number}`
    const leader = await join(1, ['jobs/aa/checkpoints/1'])
    const standby = await join(2)
    const proxy = await startLosingProxy(ensemble.members[0]!.port)
    const client = open({ servers: `127.0.0.1:${proxy.port}`, requestTimeoutMs: 1_500 })
    const { latches, locks } = await readElection(place(client), { withLocks: true })
    let during: Promise<unknown> | null = null
    const said: string[] = []
    proxy.lose({ ...how, onLost: () => void (during ??= how.during?.(leader) ?? null) })
    const removed = await remove(
      client,
      { latches: latches.slice(0, 1), locks },
      { say: (text) => void said.push(text), ...(how.forMs !== undefined && { untilAt: Date.now() + how.forMs }), ...over },
    ).catch((error: unknown) => error as Error)
    await during
    const direct = open()
    await direct.sync(root)
    const left = await ownersOf(direct)
    await proxy.close()
    return {
      removed,
      line: left.map((owner) => (owner === sessionOf(standby) ? 'standby' : 'leader')),
      lost: proxy.lost,
      said: said.join(''),
    }
  }
  const removedInOne = { kind: 'removed', inOne: true, latches: 1, locks: 1, locksLeft: 0 }

  it.each<[string, Parameters<typeof loseOnce>[0], object, string[], string | null]>([
    [
      'its answer is lost and no connection is accepted for longer than a request may take',
      { what: 'answer', refuseMs: 4_000 },
      { kind: 'gone' },
      ['standby'],
      'Not known whether it was done; asking again.',
    ],
    ['its request never arrives and is sent again', { what: 'request', refuseMs: 300 }, removedInOne, ['standby'], 'Not known'],
    ['its request is lost twice', { what: 'request', refuseMs: 300, times: 2 }, removedInOne, ['standby'], 'Not known'],
    [
      'its request never arrives and the session ends meanwhile',
      { what: 'request', refuseMs: 300, during: (leader) => leader.close() },
      { kind: 'gone' },
      ['standby'],
      'Not known',
    ],
    [
      'its answer is lost and the member restarts meanwhile',
      {
        what: 'answer',
        refuseMs: 0,
        during: async () => {
          await ensemble.members[0]!.kill()
          await ensemble.members[0]!.restart()
        },
      },
      { kind: 'gone' },
      ['standby'],
      'Not known',
    ],
  ])('The removal finds out what happened when %s', async (_, how, removed, line, said) => {
    const seen = await loseOnce(how)
    expect(seen).toMatchObject({ removed, line, lost: how.times ?? 1, said: expect.stringContaining(said!) as string })
  })

  it.each<[Losing['what'], string[]]>([
    ['answer', ['standby']],
    ['request', ['leader', 'standby']],
  ])('The removal reports that the outcome is not known when the %s is lost until the deadline', async (what, line) => {
    const seen = await loseOnce({ what, refuseMs: 15_000, forMs: 8_000 })
    expect(seen).toMatchObject({ removed: { kind: 'not-known', why: expect.stringContaining('not connected') as string }, line })
    expect(toRemovedText(seen.removed as never, 'jm1:8081')).toMatch(
      /^It is not known whether the place of jm1:8081 was removed: .* It ends with its session at the latest$/,
    )
  })

  it('An abort while the outcome is not known ends the asking and says that it is not known', async () => {
    const end = new AbortController()
    const reason = new OperationError('emergency-stop', 'Bo pulled it.')
    const seen = await loseOnce(
      { what: 'answer', refuseMs: 2_000, during: async () => void setTimeout(() => end.abort(reason), 50) },
      { signal: end.signal },
    )
    expect(seen).toMatchObject({
      removed: {
        code: 'emergency-stop',
        message: 'Bo pulled it. Whether the place in the election was removed is not known: the answer of ZooKeeper was lost.',
      },
      line: ['standby'],
    })
  })

  it('A removal aborted beforehand sends nothing', async () => {
    const seen = await loseOnce(
      { what: 'answer', refuseMs: 0 },
      { signal: AbortSignal.abort(new OperationError('aborted', 'Olga ended it.')) },
    )
    expect(seen).toMatchObject({ removed: { code: 'aborted', message: 'Olga ended it.' }, line: ['leader', 'standby'], lost: 0 })
  })

  it('A removal that never reaches ZooKeeper reports that nothing was removed', async () => {
    const client = open({ servers: '127.0.0.1:1', requestTimeoutMs: 300 })
    const failed = await remove(
      client,
      { latches: [{ path: '/l', owner: '0x1', version: 0, czxid: '0x1' }], locks: [] },
      { untilAt: Date.now() + 500 },
    ).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'not-connected' })
    expect(toRemovalWords(failed)).toContain('Nothing was removed')
  })

  it.each([
    ['1.14', 'leader/dispatcher/latch/_c_u-latch-0000000001'],
    ['1.5 to 1.13', 'leaderlatch/dispatcher_lock/_c_u-latch-0000000001'],
    ['1.0', 'leaderlatch/_c_u-latch-0000000001'],
  ])('A participant in an election of Flink %s is recognised as an older layout', async (_, path) => {
    root = `/flink/c${++number}`
    await join(1)
    const client = open()
    await make(client, `${root}/${path}`, 'ephemeral')
    expect((await readElection(place(client), { withLocks: false })).layout).toBe('older')
  })

  it('Empty election folders left by an upgrade do not count as an election', async () => {
    root = `/flink/c${++number}`
    await join(1)
    const client = open()
    await make(client, `${root}/leaderlatch/dispatcher_lock`)
    expect((await readElection(place(client), { withLocks: false })).layout).toBe('process')
  })
})
