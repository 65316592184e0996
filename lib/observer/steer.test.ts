import { describe, expect, it } from 'vitest'
import { createSnapshotDeriver, emptyMemory } from '@/lib/model/derive-snapshot'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { aJobManager, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import { deriveRefreshRequests } from './steer'

const leader = { rpcPort: 36515, logged: ['0x1000032d39f0001'] }
const standby = { rpcPort: 33745, logged: ['0x1000032d39f0002'] }
const derive = createSnapshotDeriver('e1')

function draw(over: Partial<ClusterFacts> = {}) {
  const facts = someRecordedFacts('1.20.1', '03-running', {
    jobManagers: [aJobManager('localhost:8081', leader), aJobManager('localhost:8082', standby)],
    ...over,
  })
  return { facts, snapshot: derive(facts, emptyMemory, null, aNow).snapshot }
}

describe('refresh requests of a new snapshot', () => {
  it('A new term requests data of the new leader only', () => {
    const { facts, snapshot } = draw()
    expect(deriveRefreshRequests(null, snapshot, facts)).toEqual([{ ask: 'term-changed', master: 'localhost:8081' }])
  })

  it('An unchanged snapshot requests nothing', () => {
    const { facts, snapshot } = draw()
    expect(deriveRefreshRequests(snapshot, snapshot, facts)).toEqual([])
  })

  it('A contender without a name requests the log of each JobManager without a proven place', () => {
    const jobManagers = [aJobManager('localhost:8081', leader), aJobManager('localhost:8082'), aJobManager('localhost:8083')]
    const { facts, snapshot } = draw({ jobManagers })
    expect(deriveRefreshRequests(null, snapshot, facts).filter((request) => request.ask === 'session-changed')).toEqual([
      { ask: 'session-changed', master: 'localhost:8082' },
      { ask: 'session-changed', master: 'localhost:8083' },
    ])
  })

  it('A JobManager that is not the proven leader is never asked for proxied data', () => {
    const silent = {
      ...aJobManager('localhost:8081', leader),
      link: { state: 'silent' as const, since: aNow, detail: 'silent', latencyMs: null, heardAt: null },
    }
    const { facts, snapshot } = draw({ jobManagers: [silent, aJobManager('localhost:8082', standby)] })
    expect(
      deriveRefreshRequests(null, snapshot, facts).filter((request) => request.ask === 'term-changed' || request.ask === 'tree-changed'),
    ).toEqual([])
  })

  it('A change of leader requests every ZooKeeper member', () => {
    const before = draw().snapshot
    const { facts, snapshot } = draw()
    const after = { ...snapshot, leader: { ...snapshot.leader!, leaderSessionId: 'another' } }
    expect(deriveRefreshRequests(before, after, facts)).toContainEqual({ ask: 'members' })
  })
})
