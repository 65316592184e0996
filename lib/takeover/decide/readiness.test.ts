import { expect, it } from 'vitest'
import { aSnapshot, aSnapshotAt, aMoment } from '@/lib/testing/a-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { deriveReadiness } from './readiness'

const { aMaster, aLeader } = aSnapshotAt(aMoment)
const all = new Map([0, 1, 2].map((number) => [`0x1000015a68a000${number}`, { mode: 'session' as const, host: `jm${number + 1}` }]))
const local = (over: Partial<ClusterSnapshot> = {}) =>
  aSnapshot({ cluster: { ...aSnapshot().cluster, control: 'ssh', layout: 'Flink 2.0–2.3' }, ...over })

it('A fenced takeover is ready with a leader and a next in line that are both identified on their hosts', () => {
  expect(deriveReadiness(local(), all)).toEqual({
    isReady: true,
    leader: 'jm1:8081',
    next: 'jm2:8081',
    why: 'if the process of jm1:8081 died, its place could be removed at once and jm2:8081 would lead',
  })
})

it('A leader that publishes a name that cannot be compared is not ready for a takeover, with the reason', () => {
  const doubts = new Map([[aLeader().zkSessionId, 'ZooKeeper publishes jm9, and whether that is jm1 is not known']])
  expect(deriveReadiness(local(), all, new Map(), doubts)).toMatchObject({
    isReady: false,
    why: 'ZooKeeper publishes jm9, and whether that is jm1 is not known',
  })
})

it.each<[string, ClusterSnapshot, typeof all, string]>([
  ['no control of hosts', aSnapshot(), all, 'does not act'],
  ['an old layout', local({ cluster: { ...aSnapshot().cluster, control: 'local', layout: 'Flink 1.14' } }), all, 'Flink 1.14'],
  ['no leader', local({ leader: null }), all, 'no leader is proven'],
  ['a leader that matches no line', local({ leader: aLeader({ master: null }) }), all, 'no leader is proven'],
  ['an unidentified leader', local(), new Map([...all].slice(1)), 'jm1:8081 is not identified'],
  [
    'application mode',
    local(),
    new Map([...all].map(([session, one]) => [session, { ...one, mode: 'application' as never }])),
    'session cluster',
  ],
  ['no standby', local({ jobManagers: [aMaster('jm1:8081', 'leader')] }), all, 'no standby'],
  [
    'an unidentified standby',
    local(),
    new Map([...all].filter(([session]) => !session.endsWith('1'))),
    'jm2:8081, next in line, is not identified',
  ],
  ['no ZooKeeper', local({ sources: { ...aSnapshot().sources, zookeeper: { state: 'lost', lastHeardAt: null } } }), all, 'ZooKeeper'],
])('A fenced takeover is not ready with %s', (_, snapshot, identities, why) => {
  const readiness = deriveReadiness(snapshot, identities)
  expect(readiness.isReady).toBe(false)
  expect(readiness.why).toContain(why)
})
