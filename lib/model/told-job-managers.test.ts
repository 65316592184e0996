import { describe, expect, it } from 'vitest'
import { aDeadJobManager, aFrozenJobManager, aHostProcess, aJobManager, aMember, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import type { ClusterFacts } from './cluster-facts'
import { createSnapshotDeriver, emptyMemory, type Derived } from './derive-snapshot'
import type { JobManagerFacts } from './facts'
import { known } from './observed'

const leader = { rpcPort: 36515, logged: ['0x1000032d39f0001'] }
const standby = { rpcPort: 33745, logged: ['0x1000032d39f0002'] }
const members = [aMember('zk1:2181', 'leader'), aMember('zk2:2181', 'follower'), aMember('zk3:2181', 'follower')]

function watched(jobManagers: JobManagerFacts[], over: Partial<ClusterFacts> = {}): ClusterFacts {
  return someRecordedFacts('1.20.1', '03-running', { jobManagers, members, ...over })
}

/** No leader is announced any more, and its latch is gone. */
function withoutLeader(facts: ClusterFacts): ClusterFacts {
  const tree = facts.tree.tree!
  const contenders = tree.contenders.filter(({ zkSessionId }) => zkSessionId !== tree.leader?.zkSessionId)
  return { ...facts, tree: { ...facts.tree, tree: { ...tree, leader: null, rest: null, contenders } } }
}

function withoutLatch(facts: ClusterFacts, session: string): ClusterFacts {
  const tree = facts.tree.tree!
  return {
    ...facts,
    tree: { ...facts.tree, tree: { ...tree, contenders: tree.contenders.filter(({ zkSessionId }) => zkSessionId !== session) } },
  }
}

function withSession(facts: ClusterFacts, from: string, to: string): ClusterFacts {
  const tree = facts.tree.tree!
  const contenders = tree.contenders.map((one) => (one.zkSessionId === from ? { ...one, zkSessionId: to } : one))
  return { ...facts, tree: { ...facts.tree, tree: { ...tree, contenders } } }
}

/** The port is closed already, and the process table still has the process. */
function ending(webUiPort: number, at: number): Partial<ClusterFacts> {
  const process = aHostProcess({ webUiPort })
  return { localHosts: new Set(['localhost']), processes: known('hosts', at, [process]) }
}
const ended = (at: number): Partial<ClusterFacts> => ({ localHosts: new Set(['localhost']), processes: known('hosts', at, []) })

const first = aJobManager('localhost:8081', leader)
const second = aJobManager('localhost:8082', standby)
const firstDead = aDeadJobManager('localhost:8081', leader)
const secondDead = aDeadJobManager('localhost:8082', standby)

function play(...pictures: [facts: ClusterFacts, now: number][]): Derived {
  const derive = createSnapshotDeriver('e1')
  let last: Derived | null = null
  for (const [facts, now] of pictures) last = derive(facts, last?.memory ?? emptyMemory, last?.snapshot ?? null, now)
  return last!
}

/** What is told of the processes, oldest first. */
function tell(...pictures: [facts: ClusterFacts, now: number][]): string[] {
  const { events } = play(...pictures).snapshot
  return events
    .filter(({ kind }) => kind === 'role' || kind === 'process')
    .map(({ text }) => text)
    .reverse()
}

describe('one exit is one event', () => {
  it('The exit of a leader that ZooKeeper still lists is told once', () => {
    expect(tell([watched([first, second]), aNow - 3_000], [watched([firstDead, second]), aNow])).toEqual(['localhost:8081 exited'])
  })

  it('The exit of a leader is told once where its port is closed before its process is gone', () => {
    expect(
      tell(
        [watched([first, second]), aNow - 3_000],
        [watched([firstDead, second], ending(8081, aNow)), aNow],
        [watched([firstDead, second], ended(aNow + 400)), aNow + 400],
        [withoutLeader(watched([firstDead, second], ended(aNow + 400))), aNow + 30_000],
      ),
    ).toEqual(['localhost:8081 exited'])
  })

  it('The exit of a leader that leaves the election first is told once', () => {
    expect(
      tell(
        [watched([first, second]), aNow - 3_000],
        [withoutLeader(watched([first, second])), aNow],
        [withoutLeader(watched([firstDead, second], ending(8081, aNow))), aNow + 300],
        [withoutLeader(watched([firstDead, second], ended(aNow + 600))), aNow + 600],
      ),
    ).toEqual(['localhost:8081 is down'])
  })

  it('The exit of a standby is told once, whatever breaks first', () => {
    const lost = { ...second, link: { ...second.link, state: 'connecting' as const } }
    const inTurn: [ClusterFacts, number][] = [
      [watched([first, second]), aNow - 3_000],
      [withoutLatch(watched([first, second]), '0x1000032d39f0002'), aNow],
      [watched([first, lost]), aNow + 100],
      [watched([first, secondDead], ending(8082, aNow + 200)), aNow + 200],
      [watched([first, secondDead], ended(aNow + 500)), aNow + 500],
    ]
    expect(tell(...inTurn)).toEqual(['localhost:8082 is down'])
  })

  it('A process that does not end after its port is closed is told after two seconds, and its end then', () => {
    const facts = watched([firstDead, second], ending(8081, aNow))
    const before: [ClusterFacts, number][] = [
      [watched([first, second]), aNow - 3_000],
      [facts, aNow],
      [facts, aNow + 1_900],
    ]
    expect(tell(...before)).toEqual([])
    const after: [ClusterFacts, number][] = [...before, [facts, aNow + 2_000]]
    expect(tell(...after)).toEqual(['localhost:8081 cannot be reached'])
    expect(tell(...after, [watched([firstDead, second], ended(aNow + 9_000)), aNow + 9_000])).toEqual([
      'localhost:8081 cannot be reached',
      'localhost:8081 exited',
    ])
  })

  it('A standby whose session ends while it runs is told to be out of the election after two seconds, and never to be starting', () => {
    const out = withoutLatch(watched([first, second]), '0x1000032d39f0002')
    expect(
      tell([watched([first, second]), aNow - 3_000], [out, aNow], [out, aNow + 2_500], [watched([first, second]), aNow + 6_000]),
    ).toEqual(['localhost:8082 has left the election', 'localhost:8082 stands by'])
  })

  it('A freeze and the end of the frozen process are two events', () => {
    expect(
      tell(
        [watched([first, second]), aNow - 9_000],
        [watched([aFrozenJobManager('localhost:8081', leader), second]), aNow - 3_000],
        [watched([firstDead, second]), aNow],
      ),
    ).toEqual(['localhost:8081 stopped responding', 'localhost:8081 exited'])
  })

  it('A leader that answers 503 is told as not proven to lead, and only after ZooKeeper’s return has settled', () => {
    const unserved = watched([{ ...first, leaderlessSince: aNow }, second])
    const before: [ClusterFacts, number][] = [
      [watched([first, second]), aNow - 3_000],
      [unserved, aNow],
      [unserved, aNow + 3_400],
    ]
    expect(tell(...before)).toEqual([])
    expect(tell(...before, [unserved, aNow + 3_600], [watched([first, second]), aNow + 9_000])).toEqual([
      'localhost:8081 is not proven to lead',
      'localhost:8081 is proven to lead again',
    ])
  })

  it('A standby that is back with another session before its absence was told is told', () => {
    const process = (pid: number): Partial<ClusterFacts> => {
      const { localHosts, processes } = ending(8082, aNow)
      return { localHosts, processes: known('hosts', aNow, processes!.known ? processes!.value.map((one) => ({ ...one, pid })) : []) }
    }
    const back = aJobManager('localhost:8082', { ...standby, logged: ['0x1000032d39f0009'] })
    const days = (from: Partial<ClusterFacts>, to: Partial<ClusterFacts>): [ClusterFacts, number][] => [
      [watched([first, second], from), aNow - 3_000],
      [withoutLatch(watched([first, back], to), '0x1000032d39f0002'), aNow],
      [withSession(watched([first, back], to), '0x1000032d39f0002', '0x1000032d39f0009'), aNow + 1_000],
    ]
    expect(tell(...days({}, {}))).toEqual(['localhost:8082 is in line again with a new ZooKeeper session'])
    expect(tell(...days(process(4711), process(4712)))).toEqual(['localhost:8082 exited and is back'])
  })
})
