import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { toOrder } from '../verbs/rolling-restart-quorum'
import type { QuorumServer } from './members'
import { getWorkerTarget } from './taskmanager-parts'

describe('the target of a TaskManager operation', () => {
  it('A TaskManager target names a host or a host and pid', () => {
    expect(getWorkerTarget('w1')).toEqual({ host: 'w1', pid: null })
    expect(getWorkerTarget('w1#77')).toEqual({ host: 'w1', pid: 77 })
    for (const target of [null, '', '#7']) expect(() => getWorkerTarget(target)).toThrow()
  })
})

describe('the order of a rolling restart of the quorum', () => {
  it('The quorum restarts plain followers first, then the member that carries the leader, then its own leader', () => {
    const snapshot = aSnapshot()
    const members = snapshot.quorum.members.map((member, index) => ({
      ...member,
      mode: index === 0 ? ('leader' as const) : ('follower' as const),
      carries: index === 1 ? [snapshot.leader!.master!] : [],
    }))
    const all = members.map(({ address }, index): QuorumServer => ({
      address,
      host: 'h',
      id: index + 1,
      confDir: '/c',
      own: null,
      hidden: null,
    }))
    const order = toOrder(all, { ...snapshot, quorum: { ...snapshot.quorum, members } }).map(({ address }) => address)
    expect(order.at(-1)).toBe(members[0]?.address)
    expect(order.at(-2)).toBe(members[1]?.address)
  })
})
