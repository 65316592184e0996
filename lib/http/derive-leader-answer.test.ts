import { expect, test } from 'vitest'
import type { ClusterSnapshot, SourceState } from '@/lib/model/snapshot'
import { aMoment, aSnapshot, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { deriveLeaderAnswer } from './derive-leader-answer'

const build = aSnapshotAt(aMoment)
const withZookeeper = (state: SourceState): ClusterSnapshot => {
  const snapshot = aSnapshot()
  return { ...snapshot, sources: { ...snapshot.sources, zookeeper: { state, lastHeardAt: null, detail: 'Connection refused.' } } }
}

test('The proven leader is named by the address of its web UI', () => {
  expect(deriveLeaderAnswer(aSnapshot())).toEqual({ leader: aSnapshot().leader, address: 'http://jm1:8081', reason: null })
})

test('The masters line stands for the web UI address before Flink 1.5', () => {
  expect(deriveLeaderAnswer(aSnapshot({ leader: build.aLeader({ restAddress: null }) })).address).toBe('jm1:8081')
})

test.each(['stale', 'lost', 'off'] as const)('No leader is named while ZooKeeper is %s', (state) => {
  const answer = deriveLeaderAnswer(withZookeeper(state))
  expect(answer).toMatchObject({ leader: null, address: null })
  expect(answer.reason).toContain('Connection refused.')
})

test.each(['gone', 'frozen'] as const)('A leader whose process is %s is not named, although ZooKeeper still names it', (process) => {
  const answer = deriveLeaderAnswer(aSnapshot({ leader: build.aLeader({ process, processDetail: 'its port refuses connections' }) }))
  expect(answer).toMatchObject({
    leader: null,
    reason: `ZooKeeper still names jm1:8081, but its process is ${process}: its port refuses connections`,
  })
})

test('No leader is named when none leads or when the leader’s web UI has no known address', () => {
  expect(deriveLeaderAnswer(aSnapshot({ leader: null })).reason).toMatch(/^No leader is known\./)
  expect(deriveLeaderAnswer(aSnapshot({ leader: build.aLeader({ restAddress: null, master: null }) })).reason).toContain(
    'address of its web UI is not known',
  )
})
