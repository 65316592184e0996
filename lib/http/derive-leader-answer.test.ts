import { expect, test } from 'vitest'
import type { ClusterSnapshot, SourceState } from '@/lib/model/snapshot'
import { aMoment, aSnapshot, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { deriveLeaderAnswer } from './derive-leader-answer'

const build = aSnapshotAt(aMoment)
const withZookeeper = (state: SourceState): ClusterSnapshot => {
  const snapshot = aSnapshot()
  return { ...snapshot, sources: { ...snapshot.sources, zookeeper: { state, lastHeardAt: null, detail: 'Connection refused.' } } }
}

test("the one proven leader is named by its web UI's address", () => {
  expect(deriveLeaderAnswer(aSnapshot())).toEqual({ leader: aSnapshot().leader, address: 'http://jm1:8081', reason: null })
})

test("before Flink 1.5 ZooKeeper holds no web UI's address; the masters line stands for it", () => {
  expect(deriveLeaderAnswer(aSnapshot({ leader: build.aLeader({ restAddress: null }) })).address).toBe('jm1:8081')
})

test.each(['stale', 'lost', 'off'] as const)('while ZooKeeper is %s nobody is named, whatever was known before', (state) => {
  const answer = deriveLeaderAnswer(withZookeeper(state))
  expect(answer).toMatchObject({ leader: null, address: null })
  expect(answer.reason).toContain('Connection refused.')
})

test.each(['gone', 'frozen'] as const)('a leader whose process is %s is not named, although ZooKeeper still names it', (process) => {
  const answer = deriveLeaderAnswer(aSnapshot({ leader: build.aLeader({ process, processDetail: 'its port refuses connections' }) }))
  expect(answer).toMatchObject({
    leader: null,
    reason: `ZooKeeper still names jm1:8081, but its process is ${process}: its port refuses connections`,
  })
})

test('nobody leading, and a leader without any address of a web UI, are no leader', () => {
  expect(deriveLeaderAnswer(aSnapshot({ leader: null })).reason).toMatch(/^Nobody is known to lead\./)
  expect(deriveLeaderAnswer(aSnapshot({ leader: build.aLeader({ restAddress: null, master: null }) })).reason).toContain(
    'address of its web UI is not known',
  )
})
