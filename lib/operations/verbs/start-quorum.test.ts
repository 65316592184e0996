import { describe, expect, it } from 'vitest'
import type { ClusterSnapshot, MemberMode } from '@/lib/model/snapshot'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { QuorumServer } from '../processes/members'
import { findHidden } from '../processes/hidden'
import { findMemberObstacle } from '../processes/member-parts'
import { OperationError, type StepContext } from '../run/verb'
import { describeQuorum, toServeStep } from './start-quorum'

const addresses = ['zk1:2181', 'zk2:2181', 'zk3:2181']
const started = addresses.map((address, index): QuorumServer => ({
  address,
  host: address.split(':')[0]!,
  id: index + 1,
  confDir: '/c',
  own: null,
  hidden: null,
}))
function aQuorum(...modes: MemberMode[]): ClusterSnapshot {
  const snapshot = aSnapshot()
  const member = snapshot.quorum.members[0]!
  const whole = modes.every((mode) => mode === 'leader' || mode === 'follower')
  return {
    ...snapshot,
    quorum: {
      ...snapshot.quorum,
      serving: modes.includes('leader'),
      spare: whole ? 1 : 0,
      detail: whole ? 'one may fail' : 'no spare: one more failure stops the quorum',
      members: modes.map((mode, index) => ({ ...member, address: addresses[index]!, mode })),
    },
  }
}
/** Sees these snapshots one after the other, then no other one in time. */
function aStep(pictures: ClusterSnapshot[], looks: number[] = []): StepContext {
  let at = 0
  const step: Partial<StepContext> = {
    snapshot: () => pictures[at]!,
    async waitUntil(look) {
      for (; ; at++) {
        looks.push(at)
        const still = look(pictures[at]!)
        if (still === null) return pictures[at]!
        if (at + 1 === pictures.length) throw new OperationError('not-seen', `Not seen: ${still}.`)
      }
    },
  }
  return step as StepContext
}

describe('a quorum that is started', () => {
  it('The start of a quorum waits until every member serves, not only a majority', async () => {
    const looks: number[] = []
    const step = aStep(
      [aQuorum('no-quorum', 'down', 'down'), aQuorum('leader', 'follower', 'no-quorum'), aQuorum('leader', 'follower', 'follower')],
      looks,
    )
    expect(await toServeStep(started).run(step)).toBe('All 3 that were started serve: one may fail.')
    expect(looks.at(-1)).toBe(2)
  })

  it('A started quorum that lacks a member serves all the same and names the member', async () => {
    const now = aQuorum('leader', 'follower', 'no-quorum')
    expect(await toServeStep(started).run(aStep([now]))).toBe(
      'ZooKeeper serves, but zk3:2181 (no-quorum) does not serve yet: no spare: one more failure stops the quorum. Look at that member’s log.',
    )
    expect(describeQuorum(aQuorum('leader', 'down', 'unknown'), started)).toContain('zk2:2181 (down), zk3:2181 (unknown) do not serve yet')
    expect(describeQuorum(aQuorum('leader', 'follower', 'words-off'), started)).toContain('All 3')
  })

  it('A quorum that never serves fails, and an abort ends the wait', async () => {
    await expect(toServeStep(started).run(aStep([aQuorum('no-quorum', 'down', 'down')]))).rejects.toMatchObject({ code: 'not-seen' })
    const aborted = new OperationError('aborted', 'Aborted.')
    const step = {
      ...aStep([aQuorum('leader', 'follower', 'no-quorum')]),
      waitUntil: (look: (snapshot: ClusterSnapshot) => string | null) =>
        look(aQuorum('leader', 'follower', 'no-quorum')) === null ? Promise.resolve(aQuorum('leader')) : Promise.reject(aborted),
    }
    await expect(toServeStep(started).run(step)).rejects.toBe(aborted)
  })
})

describe('a member whose process is not found', () => {
  it('A member whose process is not found is started where all processes are shown, unless it serves', () => {
    expect(findMemberObstacle(aQuorum('down'), started[0]!)).toBeNull()
    expect(findMemberObstacle(aQuorum('no-quorum'), started[0]!)).toBeNull()
    expect(findMemberObstacle(aQuorum('leader'), started[0]!)).toContain('ZooKeeper zk1:2181 serves (leader), though no process')
  })

  it('A member on a host with hidden processes is started only when its port is closed', () => {
    const blind = { ...started[0]!, hidden: findHidden({ seesAll: false, unread: [], user: 'nobody' }, 'zk1') }
    expect(findMemberObstacle(aQuorum('down'), blind)).toBeNull()
    expect(findMemberObstacle(aQuorum('unknown'), blind)).toMatch(
      /^This console cannot see .*, so whether ZooKeeper zk1:2181 runs there is not known/,
    )
    expect(findMemberObstacle(aQuorum('words-off'), blind)).toContain('is not known')
  })
})
