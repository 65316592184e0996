import { describe, expect, it } from 'vitest'
import { aJobManager, aMember, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import type { ClusterFacts } from './cluster-facts'
import { createSnapshotDeriver, emptyMemory } from './derive-snapshot'
import { known } from './observed'
import { deriveObservedCluster } from './observed-cluster'
import type { ClusterSnapshot } from './snapshot'

const facts = (over: Partial<ClusterFacts> = {}) => someRecordedFacts('1.20.1', '03-running', over)
const derive = (given: ClusterFacts) => createSnapshotDeriver('e1')(given, emptyMemory, null, aNow).snapshot

function observe(given: ClusterFacts, over: Partial<ClusterSnapshot> = {}) {
  return deriveObservedCluster(given, { ...derive(given), ...over })
}

describe('strangers', () => {
  const masters = {
    jobManagers: [aJobManager('jm1:8081'), aJobManager('jm2:8081')],
    addresses: new Map([
      ['jm1', ['10.0.0.1']],
      ['jm2', ['10.0.0.2']],
    ]),
  }
  const session = '0x1000000000000aa'
  const aStranger = (zkSessionId = session) => ({ strangers: [{ znode: '/latch/_c_9', zkSessionId, since: '', inLine: 1, detail: '' }] })
  const from = (client: string, over: Partial<ClusterFacts> = {}) => {
    const member = aMember('zk1:2181')
    const answer = member.answer.known
      ? known('zookeeper', aNow, { ...member.answer.value, sessions: [{ zkSessionId: session, client }] })
      : member.answer
    return observe(facts({ ...masters, members: [{ ...member, answer }], ...over }), aStranger()).strangers
  }

  it('A stranger is foreign by its connection address once every master’s address is known', () => {
    expect(from('10.0.0.9:40312')).toEqual([{ znode: '/latch/_c_9', address: '10.0.0.9', isOnOurHost: false }])
    expect(from('10.0.0.2:40312')).toEqual([{ znode: '/latch/_c_9', address: '10.0.0.2', isOnOurHost: true }])
    expect(from('10.0.0.9:40312', { addresses: new Map([['jm1', ['10.0.0.1']]]) })[0]?.isOnOurHost).toBe(null)
    expect(from('127.0.0.1:40312')).toEqual([{ znode: '/latch/_c_9', address: '127.0.0.1', isOnOurHost: null }])
  })

  it('A stranger that leads is located by its published address', () => {
    const given = facts(masters)
    const leader = given.tree.tree?.leader
    expect(observe(given, aStranger(leader?.zkSessionId)).strangers[0]?.address).toMatch(/^localhost:\d+$/)
  })

  it('A stranger without a known address stays unknown', () => {
    expect(observe(facts(masters), aStranger()).strangers).toEqual([{ znode: '/latch/_c_9', address: null, isOnOurHost: null }])
  })
})

it('Checkpointing is told as on, off or unknown', () => {
  const given = facts()
  const [job] = derive(given).recovery.jobs
  const reported = (checkpointing: 'on' | 'off' | 'unknown', checkpoints = job!.checkpoints) => {
    const jobId = job!.jobId
    const jobManagers = [
      aJobManager('localhost:8081', { checkpoints: new Map([[jobId, { jobId, newest: null, intervalMs: null, checkpointing }]]) }),
    ]
    const snapshot = derive(given)
    return deriveObservedCluster(
      { ...given, jobManagers },
      { ...snapshot, recovery: { ...snapshot.recovery, jobs: [{ ...job!, state: 'running', checkpoints }] } },
    ).jobs[0]?.checkpointing
  }
  expect([reported('off', []), reported('on', []), reported('unknown', []), reported('unknown')]).toEqual(['off', 'on', 'unknown', 'on'])
})
