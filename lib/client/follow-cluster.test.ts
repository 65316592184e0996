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

describe('following a cluster', () => {
  it('publishes the whole, then each patched revision', () => {
    const { seen, say } = follow()
    expect(say('snapshot', first)).toBe('fine')
    expect(say('patch', patch)).toBe('fine')
    expect(seen).toEqual([first, second])
  })

  it('sees a gap when a revision was left out, and publishes nothing wrong', () => {
    const { seen, say } = follow()
    say('snapshot', { ...first, revision: 39 })
    expect(say('patch', patch)).toBe('gap')
    expect(seen).toHaveLength(1)
    expect(say('patch', patch)).toBe('gap')
  })

  it('takes a patch before any whole for a gap, and passes over one it already has', () => {
    const { say } = follow()
    expect(say('patch', patch)).toBe('gap')
    say('snapshot', second)
    expect(say('patch', patch)).toBe('fine')
  })

  it('sees a gap when another process answers', () => {
    const { say, beat } = follow()
    say('snapshot', first)
    expect(beat(first.epoch)).toBe('fine')
    expect(beat('another')).toBe('gap')
  })
})

describe('newerSnapshot', () => {
  it('prefers the later revision of one process, the later moment of two, and never another cluster', () => {
    expect(newerSnapshot(first, undefined)).toBe(first)
    expect(newerSnapshot(first, second)).toBe(second)
    expect(newerSnapshot(second, first)).toBe(second)
    const restarted = { ...first, epoch: 'e2', revision: 1, asOf: new Date(Date.parse(first.asOf) + 1).toISOString() }
    expect(newerSnapshot(second, restarted)).toBe(restarted)
    expect(newerSnapshot(first, { ...second, cluster: { ...second.cluster, id: 'west' } })).toBe(first)
  })
})
