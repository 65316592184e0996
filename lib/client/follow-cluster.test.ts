import { compare } from 'fast-json-patch'
import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { followCluster, newerSnapshot } from './follow-cluster'

function follow() {
  const seen: ClusterSnapshot[] = []
  const handlers = followCluster((snapshot) => seen.push(snapshot))
  const say = (name: string, data: unknown) => handlers.events[name]?.(structuredClone(data))
  return { seen, say, beat: (epoch: string) => handlers.onBeat({ now: '', epoch }) }
}

const first = aSnapshot({ revision: 41 })
const second: ClusterSnapshot = { ...first, revision: 42, leader: null }
const patch = { from: 41, to: 42, asOf: second.asOf, patch: compare(first, second) }

describe('followCluster', () => {
  it('The follower publishes the whole snapshot and then each patched revision', () => {
    const { seen, say } = follow()
    expect(say('snapshot', first)).toBe('fine')
    expect(say('patch', patch)).toBe('fine')
    expect(seen).toEqual([first, second])
  })

  it('The follower reports a gap when a revision was skipped and publishes nothing wrong', () => {
    const { seen, say } = follow()
    say('snapshot', { ...first, revision: 39 })
    expect(say('patch', patch)).toBe('gap')
    expect(seen).toHaveLength(1)
    expect(say('patch', patch)).toBe('gap')
  })

  it('A patch before any snapshot is a gap, and one already applied is skipped', () => {
    const { say } = follow()
    expect(say('patch', patch)).toBe('gap')
    say('snapshot', second)
    expect(say('patch', patch)).toBe('fine')
  })

  it('The follower reports a gap when another process answers', () => {
    const { say, beat } = follow()
    say('snapshot', first)
    expect(beat(first.epoch)).toBe('fine')
    expect(beat('another')).toBe('gap')
  })
})

describe('newerSnapshot', () => {
  it('A newer snapshot is the later revision of one process or the later moment of two, never another cluster’s', () => {
    expect(newerSnapshot(first, undefined)).toBe(first)
    expect(newerSnapshot(first, second)).toBe(second)
    expect(newerSnapshot(second, first)).toBe(second)
    const restarted = { ...first, epoch: 'e2', revision: 1, asOf: new Date(Date.parse(first.asOf) + 1).toISOString() }
    expect(newerSnapshot(second, restarted)).toBe(restarted)
    expect(newerSnapshot(first, { ...second, cluster: { ...second.cluster, id: 'west' } })).toBe(first)
  })
})
