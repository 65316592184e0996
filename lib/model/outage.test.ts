import { describe, expect, it } from 'vitest'
import {
  aDeadJobManager,
  aDownMember,
  aFrozenJobManager,
  aHostProcess,
  aJobManager,
  aMember,
  aNow,
  someRecordedFacts,
} from '@/lib/testing/some-facts'
import type { ClusterFacts } from './cluster-facts'
import { createSnapshotDeriver, emptyMemory, type Derived } from './derive-snapshot'
import { known } from './observed'
import { findLeaderlessMs } from './outage'
import type { ClusterSnapshot } from './snapshot'

const theLeader = { rpcPort: 36515, logged: ['0x1000032d39f0001'] }
const standby = { rpcPort: 33745, logged: ['0x1000032d39f0002'] }
const members = [aMember('zk1:2181', 'leader'), aMember('zk2:2181', 'follower'), aMember('zk3:2181', 'follower')]
const iso = (time: number) => new Date(time).toISOString()

function led(over: Partial<ClusterFacts> = {}): ClusterFacts {
  const jobManagers = [aJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', standby)]
  return someRecordedFacts('1.20.1', '03-running', { jobManagers, members, ...over })
}

const withFirst = (first: ReturnType<typeof aJobManager>) => led({ jobManagers: [first, aJobManager('localhost:8082', standby)] })

/** No member serves any more; the last reading is kept. */
function withoutQuorum(heardAt: number, over: Partial<ClusterFacts> = {}): ClusterFacts {
  const facts = led(over)
  return {
    ...facts,
    session: { state: 'disconnected', since: heardAt, member: null, reason: 'refused', lastHeardAt: heardAt },
    members: ['zk1', 'zk2', 'zk3'].map((host) => aDownMember(`${host}:2181`)),
    tree: { ...facts.tree, status: 'stale', since: heardAt + 200, at: heardAt },
  }
}

/** The same process in a new term, as after ZooKeeper's return. */
function inNewTerm(at: number, jobs?: ReturnType<typeof aJobManager>['jobs']): ClusterFacts {
  const leader = aJobManager('localhost:8081', { ...theLeader, ...(jobs && { jobs }) })
  const facts = withFirst(leader)
  const tree = facts.tree.tree!
  return {
    ...facts,
    tree: {
      ...facts.tree,
      since: at,
      at,
      tree: { ...tree, leader: { ...tree.leader!, leaderSessionId: 'aaaaaaaa-0000-4000-8000-000000000001' } },
    },
  }
}

function play(...pictures: [facts: ClusterFacts, now: number][]): ClusterSnapshot[] {
  const derive = createSnapshotDeriver('e1')
  let last: Derived | null = null
  return pictures.map(([facts, now]) => (last = derive(facts, last?.memory ?? emptyMemory, last?.snapshot ?? null, now)).snapshot)
}

const reached = ({ takeover }: ClusterSnapshot) => takeover.phases.filter(({ at }) => at !== null).map(({ phase }) => phase)

describe('outages', () => {
  it('An outage of a frozen leader counts from its last answer, with the expected window', () => {
    const [, frozen] = play([led(), aNow - 8_000], [withFirst(aFrozenJobManager('localhost:8081', theLeader)), aNow])
    expect(frozen!.takeover).toMatchObject({ since: iso(aNow - 7_000), expectedBetween: { earliest: iso(aNow - 7_000 + 26_667) } })
    expect(frozen!.verdict.sentence).toMatch(/has answered nothing for 7 s/)
  })

  it('An outage stays one from the freeze of a leader over its death to the next leader', () => {
    const gone = withFirst(aDeadJobManager('localhost:8081', theLeader))
    const unlisted = { ...gone, tree: { ...gone.tree, tree: { ...gone.tree.tree!, leader: null, rest: null } } }
    const pictures = play(
      [led(), aNow - 8_000],
      [withFirst(aFrozenJobManager('localhost:8081', theLeader)), aNow],
      [gone, aNow + 10_000],
      [unlisted, aNow + 30_000],
    )
    expect(pictures.slice(1).map(({ takeover }) => takeover.since)).toEqual(Array.from({ length: 3 }, () => iso(aNow - 7_000)))
  })

  it('An outage has one beginning wherever it is drawn, also after a frozen leader was killed and another leads', () => {
    const at = aNow + 40_000
    const pictures = play(
      [led(), aNow - 8_000],
      [withFirst(aFrozenJobManager('localhost:8081', theLeader)), aNow],
      [withFirst(aDeadJobManager('localhost:8081', theLeader)), aNow + 30_000],
      [inNewTerm(at), at],
      [inNewTerm(at), at + 5_000],
    )
    expect(pictures.map(({ takeover }) => takeover.startedAt)).toEqual([null, ...Array.from({ length: 4 }, () => iso(aNow - 7_000))])
    expect(pictures.map(({ takeover }) => findLeaderlessMs(takeover))).toEqual([null, null, null, 47_000, 47_000])
    expect(pictures[3]!.events.map(({ text }) => text)).toContain('localhost:8081 leads again in a new term after 47 s without a leader')
    expect(pictures.at(-1)!.verdicts).toContainEqual({ value: 'no-leader', from: iso(aNow - 7_000), to: iso(at) })
  })

  it('A new leader that is silent for some seconds after it took over does not hide the takeover', () => {
    const at = aNow + 40_000
    const silent = inNewTerm(at)
    const pictures = play(
      [led(), aNow - 8_000],
      [withFirst(aDeadJobManager('localhost:8081', theLeader)), aNow],
      [inNewTerm(at), at],
      [{ ...silent, jobManagers: [aFrozenJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', standby)] }, at + 5_000],
      [inNewTerm(at), at + 8_000],
    )
    const [, , taken, , after] = pictures
    expect(pictures[3]!.verdict.level).toBe('no-leader')
    expect([after!.takeover.startedAt, reached(after!)]).toEqual([taken!.takeover.startedAt, reached(taken!)])
    expect(reached(after!)).toContain('standby-leads')
  })

  it('An outage begins with the quorum’s silence, goes on while the leader is not known, and ends with a proven leader, in one figure', () => {
    const at = aNow + 60_000
    const [, lost, , back] = play(
      [led(), aNow - 1_000],
      [withoutQuorum(aNow), aNow + 500],
      [{ ...led(), tree: { ...led().tree, status: 'loading' } }, aNow + 50_000],
      [inNewTerm(at), at],
    )
    expect(lost!.verdict.level).toBe('no-leader')
    expect(lost!.takeover.since).toBe(iso(aNow))
    expect(back!.takeover.since).toBeNull()
    expect(back!.events.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^localhost:8081 leads again in a new term after 1 min without a leader$/)]),
    )
  })

  it('An outage has reached no phase of the time before it', () => {
    const [, lost] = play([led(), aNow - 1_000], [withoutQuorum(aNow), aNow + 500])
    expect(lost!.takeover.phases).toHaveLength(7)
    expect(reached(lost!)).toEqual([])
  })

  it('An outage is not ended by the old leader record that ZooKeeper shows first on its return, unless it stays', () => {
    const at = aNow + 60_000
    const back = { ...led(), tree: { ...led().tree, since: at, at } }
    const [, lost, first, second, third] = play(
      [led(), aNow - 1_000],
      [withoutQuorum(aNow), aNow + 500],
      [back, at + 100],
      [inNewTerm(at + 1_500), at + 1_500],
      [inNewTerm(at + 1_500), at + 5_000],
    )
    expect(first!.takeover.since).toBe(lost!.takeover.since)
    expect(first!.verdict.level).toBe('unknown')
    expect([second!.takeover.since, third!.takeover.since]).toEqual([null, null])
    const kept = play([led(), aNow - 1_000], [withoutQuorum(aNow), aNow + 500], [back, at + 100], [back, at + 3_100])
    expect(kept.at(-1)!.takeover.since).toBeNull()
  })

  it('A silent quorum is no outage where the configuration lets the leader lead on without ZooKeeper', () => {
    const { configuration } = led()
    if (!configuration.known) throw new Error('known in the recording')
    const facts = withoutQuorum(aNow, { configuration: known('configuration', aNow, { ...configuration.value, tolerateSuspended: true }) })
    const [, tolerated] = play([led(), aNow - 1_000], [facts, aNow + 500])
    expect(tolerated!.takeover.since).toBeNull()
  })

  it('An outage is not ended by a leader of which nothing is known', () => {
    const silent = {
      ...aJobManager('localhost:8081', theLeader),
      link: { ...aDeadJobManager('localhost:8081').link, state: 'silent' as const },
    }
    const [, dead, unknown] = play(
      [led(), aNow - 3_000],
      [withFirst(aDeadJobManager('localhost:8081', theLeader)), aNow],
      [withFirst(silent), aNow + 1_000],
    )
    expect(unknown!.verdict.level).toBe('unknown')
    expect(unknown!.takeover.since).toBe(dead!.takeover.since)
  })
})

describe('the phases of a takeover', () => {
  const at = aNow + 60_000
  const reported = (state: string, running: number, madeAt: number) => {
    const [job] = led().tree.tree!.jobs
    return known('jobManagers', madeAt, [
      { jobId: job!.jobId, name: 'orders', state, startedAt: null, tasks: { running, finished: 0, total: 2 } },
    ])
  }
  const after = (jobs: ReturnType<typeof aJobManager>['jobs']) =>
    play([led(), aNow - 1_000], [withoutQuorum(aNow), aNow + 500], [inNewTerm(at), at], [inNewTerm(at, jobs), at + 2_000]).at(-1)!

  it('The takeover phases count a job as running only when all its tasks run', () => {
    expect(reached(after(reported('RUNNING', 0, at + 1_000)))).toEqual(['session-ended', 'standby-leads', 'rest-answers'])
    expect(reached(after(reported('RUNNING', 2, at + 1_000)))).toEqual([
      'session-ended',
      'standby-leads',
      'rest-answers',
      'task-managers',
      'jobs-running',
    ])
  })

  it('The takeover phases are not proven by answers from before the outage', () => {
    expect(reached(after(reported('RUNNING', 2, aNow - 1_000)))).toEqual(['session-ended', 'standby-leads'])
  })
})

describe('a leader whose port is closed', () => {
  it('A leader with a closed port is not called running because its process is still there', () => {
    const closing = aDeadJobManager('localhost:8081', theLeader)
    const facts = withFirst(closing)
    const [, snapshot] = play(
      [led(), aNow - 3_000],
      [
        {
          ...facts,
          localHosts: new Set(['localhost']),
          processes: known('hosts', aNow, [aHostProcess()]),
        },
        aNow,
      ],
    )
    expect(snapshot!.leader).toMatchObject({ process: 'unknown', processDetail: expect.stringMatching(/its port is closed/) as string })
    expect(snapshot!.events.map(({ text }) => text)).not.toContain('localhost:8081 answers again')
  })
})
