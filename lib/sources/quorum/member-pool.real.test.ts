import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { until } from '@/lib/testing/until'
import { createMemberPool, type MemberPool, type MemberWatch } from './member-pool'

let zookeeper: RealZooKeeper
const pool: MemberPool = createMemberPool()
let watches: MemberWatch[] = []

beforeAll(async () => {
  zookeeper = await startZooKeeper({ members: 3 })
  await zookeeper.untilServing()
  watches = zookeeper.members.map(({ id, port }) => pool.watch({ id: String(id), host: '127.0.0.1', port }, () => {}))
})
afterAll(async () => {
  pool.close()
  await zookeeper?.close()
})

const modes = () => watches.map(({ facts }) => (facts.answer.known ? facts.answer.value.mode : facts.link))

describe('three real members', () => {
  it('Three real members report one leader and two followers', async () => {
    await until('all told', () => watches.every(({ facts }) => facts.link === 'open'), 60_000)
    expect(modes().sort()).toEqual(['follower', 'follower', 'leader'])
    expect(watches[0]?.facts.answer).toMatchObject({
      known: true,
      value: { by: 'srvr', version: expect.stringMatching(/^3\./), zxid: expect.stringMatching(/^0x/) },
    })
  })

  it('An idle connection that is closed is no change and costs no request', async () => {
    const [before, since] = [pool.requests, performance.now()]
    await sleep(22_000)
    expect(modes().sort()).toEqual(['follower', 'follower', 'leader'])
    // Each is asked every half minute.
    expect(pool.requests - before).toBeLessThanOrEqual(3 * Math.ceil((performance.now() - since) / 30_000))
  })

  it('A killed leader of the quorum is refused, and another member leads', async () => {
    const at = modes().indexOf('leader')
    const died = zookeeper.members[at]?.kill()
    // By its connection; the next request would come half a minute after the last one.
    await until('it is refused', () => watches[at]?.facts.link === 'refused')
    await died
    await until('another leads', () => modes().filter((mode) => mode === 'leader').length === 1 && modes().includes('follower'), 60_000)
    await zookeeper.members[at]?.restart()
    await until('it follows', () => modes()[at] === 'follower', 60_000)
  })

  it('A frozen member of the quorum is distinguished from a dead one as soon as it is asked', async () => {
    const at = modes().indexOf('follower')
    zookeeper.members[at]?.freeze()
    watches[at]?.refresh()
    await until('it is frozen', () => watches[at]?.facts.link === 'frozen')
    zookeeper.members[at]?.resume()
    await until('it is open', () => watches[at]?.facts.link === 'open', 60_000)
  })
})
