import { expect, it } from 'vitest'
import { notLookedAt } from '@/lib/model/first-snapshot'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { createClusterRecorder } from './cluster-recorder'

const { aSnapshot, aJob, aPointer } = aSnapshotAt(aMoment)

it('The recorded history begins when the files were checked after a start, or when that takes long', () => {
  let now = aMoment
  const { recovery } = aSnapshot()
  const open = aSnapshot({
    recovery: { ...recovery, jobs: [aJob({ graph: aPointer({ target: 'unchecked', detail: notLookedAt }), verdict: 'unknown' })] },
  })
  const quick = createClusterRecorder('east', () => now)
  const slow = createClusterRecorder('west', () => now)
  now += 6_000
  expect([quick.take(open), slow.take(open)]).toEqual([false, false])
  expect(quick.take(aSnapshot())).toBe(true)
  expect(quick.pending.filter((change) => change.kind === 'span' && change.lane === 'verdict')).toHaveLength(1)
  now += 10_000
  expect(slow.take(open)).toBe(true)
  expect(slow.watchingSince).toBe(now)
})
