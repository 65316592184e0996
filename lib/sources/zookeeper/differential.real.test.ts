import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasNativeZooKeeper, startNativeZooKeeper, type NativeZooKeeper } from '@/lib/testing/native-zookeeper'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { createZooKeeperClient, type ZooKeeperClient } from './client'
import { ZooKeeperError } from './errors'

const has = hasNativeZooKeeper()
if (!has) console.warn('SKIPPED: the optional package “zookeeper” is not built here, so our client is not compared with the C client.')

/** One client's outcome of an operation, as the protocol's numbers. */
interface Peer {
  create(path: string, data: Buffer): Promise<number>
  set(path: string, data: Buffer, version: number): Promise<number>
  delete(path: string, version: number): Promise<number>
  look(path: string): Promise<{ rc: number; data: string | null; version: number | null; children: string[] | null }>
}

const numberOf = (error: unknown) => (ZooKeeperError.is(error) ? (error.number ?? NaN) : NaN)

function toOwn(client: ZooKeeperClient): Peer {
  const outcome = (asked: Promise<unknown>) => asked.then(() => 0, numberOf)
  return {
    create: (path, data) => outcome(client.create(path, data)),
    set: (path, data, version) => outcome(client.setData(path, data, version)),
    delete: (path, version) => outcome(client.delete(path, version)),
    async look(path) {
      try {
        const { data, stat } = await client.getData(path)
        const { children } = await client.getChildren(path)
        return { rc: 0, data: Buffer.from(data).toString('hex'), version: stat.version, children: [...children].sort() }
      } catch (error) {
        return { rc: numberOf(error), data: null, version: null, children: null }
      }
    },
  }
}

function toNative(native: NativeZooKeeper): Peer {
  const outcome = async (asked: Promise<unknown[]>) => Number((await asked)[0])
  return {
    create: (path, data) => outcome(native.ask('create', path, data)),
    set: (path, data, version) => outcome(native.ask('set', path, data, version)),
    delete: (path, version) => outcome(native.ask('delete', path, version)),
    async look(path) {
      const [rc, data, version] = await native.ask('get', path)
      if (rc !== 0) return { rc: Number(rc), data: null, version: null, children: null }
      const [, children] = await native.ask('children', path)
      return {
        rc: 0,
        data: Buffer.from((data as Uint8Array | null) ?? []).toString('hex'),
        version: Number(version),
        children: [...(children as string[])].sort(),
      }
    },
  }
}

/** The same numbers in each run, so that a difference can be reproduced. */
function createDice(seed: number): (below: number) => number {
  let state = seed
  return (below) => ((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0), (state >>> 8) % below)
}

const names = ['a', 'b', 'ä', 'a/x', 'a/y', 'a/x/deep', 'b/missing/parent', 'b/z']

describe.skipIf(!has)('our client and ZooKeeper’s own C client', () => {
  let zooKeeper: RealZooKeeper
  let native: NativeZooKeeper
  let client: ZooKeeperClient

  beforeAll(async () => {
    zooKeeper = await startZooKeeper({ members: 1 })
    native = await startNativeZooKeeper(zooKeeper.connectString)
    client = createZooKeeperClient({ servers: zooKeeper.connectString })
    await client.create('/d', Buffer.from(''))
  })
  afterAll(async () => {
    await client?.close()
    await native?.close()
    await zooKeeper?.close()
  })

  it('Both clients read the same data and get the same error numbers over 600 operations', async () => {
    const roll = createDice(20_261_124)
    const peers = [toOwn(client), toNative(native)] as const
    const outcomes = new Set<number>()
    for (let i = 0; i < 600; i++) {
      const path = `/d/${names[roll(names.length)]}`
      const data = Buffer.alloc([0, 1, 100, 70_000][roll(4)] ?? 0, i % 256)
      const version = [-1, -1, 0, 3][roll(4)] ?? -1
      const act = [
        (peer: Peer) => peer.create(path, data),
        (peer: Peer) => peer.set(path, data, version),
        (peer: Peer) => peer.delete(path, version),
      ][roll(3)]
      const [doer, other] = roll(2) === 0 ? peers : [peers[1], peers[0]]
      const rc = await act!(doer)
      outcomes.add(rc)
      // What one client was refused, the other is refused with the same code; what was done must not be done twice.
      if (rc !== 0) expect(await act!(other), `operation ${i} on ${path}`).toBe(rc)
      expect(await peers[0].look(path), `operation ${i} on ${path}`).toEqual(await peers[1].look(path))
    }
    expect([...outcomes].sort((a, b) => b - a)).toEqual([0, -101, -103, -110, -111])
  })
})
