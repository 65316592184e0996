import { describe, expect, it } from 'vitest'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { aDeadJobManager, aDownMember, aJobManager, aMember, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import { handedOver } from '@/lib/testing/situations-operated'
import { aWatchedCluster } from '@/lib/testing/watched/a-watched-cluster'
import type { Watched } from '@/lib/testing/watched/watched'
import { createSnapshotDeriver, emptyMemory, type Derived } from './derive-snapshot'

const leader = { rpcPort: 36515, logged: ['0x1000032d39f0001'] }
const standby = { rpcPort: 33745, logged: ['0x1000032d39f0002'] }
const threeMembers = [aMember('zk1:2181', 'leader'), aMember('zk2:2181', 'follower'), aMember('zk3:2181', 'follower')]

function healthy(over: Partial<ClusterFacts> = {}): ClusterFacts {
  const jobManagers = [aJobManager('localhost:8081', leader), aJobManager('localhost:8082', standby)]
  return someRecordedFacts('1.20.1', '03-running', { jobManagers, members: threeMembers, ...over })
}

const dead = () => healthy({ jobManagers: [aDeadJobManager('localhost:8081', leader), aJobManager('localhost:8082', standby)] })

function play(...pictures: [facts: ClusterFacts, now: number][]): Derived {
  const derive = createSnapshotDeriver('e1')
  let last: Derived | null = null
  for (const [facts, now] of pictures) last = derive(facts, last?.memory ?? emptyMemory, last?.snapshot ?? null, now)
  return last!
}

const look = (facts: ClusterFacts) => play([facts, aNow]).snapshot

describe('a leader that an operation of this console stops', () => {
  const operation = (kind: string, target: string | null, startedAt: number, stops?: string) => ({
    id: 'o1',
    kind,
    target,
    stops,
    step: 'Stop the leader',
    startedAt: new Date(startedAt).toISOString(),
    by: 'Ada',
  })
  const handOver = { operation: operation('hand-over', null, aNow - 2_500) }
  const gone = (over: Partial<ClusterFacts>) => ({ ...dead(), ...over })
  const unlisted = (over: Partial<ClusterFacts>) => {
    const facts = gone(over)
    return { ...facts, tree: { ...facts.tree, tree: { ...facts.tree.tree!, leader: null, rest: null } } }
  }
  const reported = ({ snapshot }: Derived) => snapshot.events.map(({ text, severity }) => [severity, text])

  it('An operation’s own leader change is reported as what the operator did, not as a failure', () => {
    const derived = play(
      [healthy(), aNow - 3_000],
      [healthy(handOver), aNow - 2_500],
      [gone(handOver), aNow],
      [unlisted(handOver), aNow + 500],
    )
    expect(derived.snapshot.verdict.sentence).toBe('No leader for 2.5 s during “Hand over the lead” (Ada); localhost:8082 is next in line.')
    expect(reported(derived)).toEqual([
      ['note', 'localhost:8081 lost leadership; there is no leader, during “Hand over the lead” (Ada)'],
      ['warning', 'Status: protected → no leader, during “Hand over the lead” (Ada)'],
      ['note', 'localhost:8081 exited, during “Hand over the lead” (Ada)'],
    ])
  })

  it('The headline says that there is no leader when the operation has ended', () => {
    const derived = play(
      [healthy(), aNow - 3_000],
      [healthy(handOver), aNow - 2_500],
      [gone(handOver), aNow],
      [gone({ operation: null }), aNow + 9_000],
    )
    expect(reported(derived)[0]).toEqual(['error', 'There is no leader after “Hand over the lead” (Ada)'])
  })

  it.each([
    ['that restarts another JobManager', operation('restart-jobmanager', 'localhost:8082', aNow - 2_500)],
    ['that moves no leader', operation('start-taskmanager', 'tm1', aNow - 2_500)],
  ])('The loss of a leader is a failure also during one %s', (_which, running) => {
    const derived = play([healthy(), aNow - 3_000], [gone({ operation: running }), aNow])
    expect(reported(derived)).toContainEqual(['error', 'localhost:8081 exited'])
    expect(derived.snapshot.verdict.sentence).toMatch(/^localhost:8081 died 2 s ago/)
  })

  it('A fenced takeover is not told as the cause of the loss that it answers', () => {
    const answer = { operation: operation('fenced-takeover', null, aNow + 500) }
    const derived = play([healthy(), aNow - 3_000], [dead(), aNow], [gone(answer), aNow + 1_000])
    expect(derived.snapshot.takeover.doing).toBeNull()
    const sooner = play([healthy(), aNow - 3_000], [gone(answer), aNow + 1_000])
    expect(sooner.snapshot.takeover.doing).toBeNull()
    expect(reported(sooner)).toContainEqual(['error', 'localhost:8081 exited'])
  })

  it('A rolling restart is the cause of a loss only while its step stops the leader', () => {
    const whose = (stops?: string) => {
      const rolling = { operation: operation('rolling-restart-jobmanagers', null, aNow - 2_500, stops) }
      return play([healthy(rolling), aNow - 2_400], [gone(rolling), aNow]).snapshot.takeover.doing?.id ?? null
    }
    expect([whose('localhost:8081'), whose('localhost:8082'), whose()]).toEqual(['o1', null, null])
  })

  it('The headline tells a failure where the operation began after the loss', () => {
    const late = { operation: operation('fenced-takeover', null, aNow + 5_000) }
    const { snapshot } = play([healthy(), aNow - 3_000], [dead(), aNow], [gone(late), aNow + 6_000])
    expect(snapshot.verdict.sentence).toMatch(/^localhost:8081 died 8 s ago/)
  })
})

describe('a JobManager that is down during an operation', () => {
  const doing = { id: '6c0f9a52-0d1f-4a2b-9d53-0f4b3c1f77ab', kind: 'hand-over', by: 'Ada' }
  const whoIsStopped = (days: [number, Watched][]) =>
    Object.fromEntries(aWatchedCluster(aNow, days).jobManagers.map((one) => [one.master, one.doing]))
  const alter = (change: (watched: Watched, secondsAgo: number) => Watched) =>
    handedOver(aNow).map(([ago, watched]): [number, Watched] => [ago, change(watched, ago)])

  it('The former leader is down by the hand-over until that has ended', () => {
    expect(whoIsStopped(handedOver(aNow))).toEqual({ 'jm1:8081': doing, 'jm2:8081': null, 'jm3:8081': null })
    expect(whoIsStopped(handedOver(aNow, true))).toEqual({ 'jm1:8081': null, 'jm2:8081': null, 'jm3:8081': null })
  })

  it('A standby that was down before the hand-over is not down by it', () => {
    const before = alter((watched) => ({ ...watched, line: [2], links: { ...watched.links, 3: ['refused', 600] } }))
    expect(whoIsStopped(before)['jm3:8081']).toBeNull()
  })

  it('A standby is down by the hand-over only while the hand-over’s step stops it', () => {
    const lost = (stops?: string) =>
      alter((watched, ago) => {
        const operation = watched.over?.operation
        const links: Watched['links'] = ago > 9 ? watched.links : { ...watched.links, 3: ['refused', 9] }
        return { ...watched, links, over: { ...watched.over, operation: operation && { ...operation, stops } } }
      })
    expect(whoIsStopped(lost('jm3:8081'))['jm3:8081']).toEqual(doing)
    expect(whoIsStopped(lost('jm1:8081'))['jm3:8081']).toBeNull()
    expect(whoIsStopped(lost())['jm3:8081']).toBeNull()
  })

  it('The death of the new leader during the hand-over is a failure', () => {
    const days: [number, Watched][] = [...handedOver(aNow).slice(0, -1)]
    const over = days.at(-1)![1].over
    const dead: Watched = { leader: 2, ledFor: 8, line: [2, 3], links: { 1: ['refused', 9], 2: ['refused', 3] }, running: null, over }
    const { verdict, takeover, jobManagers, events } = aWatchedCluster(aNow, [...days, [3, dead], [0, dead]])
    expect(verdict.sentence).toMatch(/^jm2:8081 died 3 s ago/)
    expect([takeover.doing, jobManagers[1]!.doing]).toEqual([null, null])
    expect(events.slice(0, 2).map(({ severity, text }) => [severity, text])).toEqual([
      ['error', 'Status: at risk → no leader'],
      ['error', 'jm2:8081 exited'],
    ])
  })
})

describe('a ZooKeeper member that is down', () => {
  it('A member that is down has no JobManager’s session, though a log names it as the last member', () => {
    const members = [aMember('localhost:2181', 'leader'), ...threeMembers.slice(1)]
    const logged = look(healthy({ members })).jobManagers.map(({ zkMember }) => zkMember)
    const carried = look(healthy({ members })).quorum.members.findIndex(({ carries }) => carries.length > 0)
    expect(carried).toBeGreaterThanOrEqual(0)
    const down = members.map((member, index) => (index === carried ? aDownMember(member.address) : member))
    const { quorum, jobManagers } = look(healthy({ members: down }))
    expect(quorum.members[carried]).toMatchObject({ mode: 'down', carries: [] })
    expect(jobManagers.map(({ zkMember }) => zkMember)).toEqual(logged.map(() => null))
  })

  it('A member’s change of state is told in words', () => {
    const at = (mode: 'follower' | 'no-quorum') => healthy({ members: [aMember('zk1:2181', mode), ...threeMembers.slice(1)] })
    const { snapshot } = play([at('follower'), aNow - 3_000], [at('no-quorum'), aNow])
    expect(snapshot.events.map(({ text }) => text)).toContain('ZooKeeper member zk1:2181: follower → up, does not serve')
  })
})
