import { describe, expect, it } from 'vitest'
import type { JobManagerFacts } from '@/lib/model/facts'
import { loadRecordedTree, recordedFailover } from '@/lib/testing/recorded/recorded-flink'
import {
  aDeadJobManager,
  aFrozenJobManager,
  aJobManager,
  aMember,
  aDownMember,
  aNow,
  someFacts,
  someRecordedFacts,
} from '@/lib/testing/some-facts'
import { createSnapshotDeriver, emptyMemory, type Derived } from './derive-snapshot'
import { known, unknown } from './observed'
import { healthy, look, play, theLeader, theStandby, threeMembers } from '@/lib/testing/a-healthy-cluster'

describe('a healthy cluster', () => {
  it('A healthy cluster is protected, with its leader, its standby in line and the window of the session timeout', () => {
    const snapshot = look(healthy())
    expect(snapshot.verdict.level).toBe('protected')
    expect(snapshot.verdict.reasons).toEqual([])
    expect(snapshot.verdict.sentence).toMatch(
      /^If localhost:8081 failed now, localhost:8082 would take over in 27–42 s, and 1 of 1 job would resume from a checkpoint at most .* old\.$/,
    )
    expect(snapshot.leader).toMatchObject({
      master: 'localhost:8081',
      process: 'running',
      leaderSessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(snapshot.jobManagers.map(({ master, role, inLine, proof }) => ({ master, role, inLine, proof }))).toEqual([
      { master: 'localhost:8081', role: 'leader', inLine: 0, proof: 'leader-address' },
      { master: 'localhost:8082', role: 'standby', inLine: 1, proof: 'logged-session' },
    ])
    expect(snapshot.takeover).toMatchObject({
      standby: 'localhost:8082',
      windowMs: { earliest: 26_667, latest: 42_000 },
      sessionTimeoutMs: 40_000,
      since: null,
    })
    expect(snapshot.quorum).toMatchObject({ serving: true, spare: 1 })
  })

  it('A cluster is at risk while ZooKeeper has only one member', () => {
    const snapshot = look(healthy({ members: [aMember('localhost:2181')] }))
    expect(snapshot.verdict.level).toBe('at-risk')
    expect(snapshot.verdict.reasons.map((reason) => reason.code)).toEqual(['no-spare'])
  })

  it('The address `http://127.0.0.1:8081` in ZooKeeper matches the masters line localhost:8081', () => {
    const jobManagers = [
      aJobManager('localhost:8081', { rpcPort: 40759, version: '2.3.0' }),
      aJobManager('localhost:8082', { rpcPort: 44043, version: '2.3.0' }),
    ]
    const snapshot = look(someRecordedFacts('2.3.0', '03-running', { flinkVersion: '2.3.0', jobManagers, members: threeMembers }))
    expect(snapshot.leader?.master).toBe('localhost:8081')
    expect(snapshot.jobManagers[1]).toMatchObject({ role: 'standby', proof: 'elimination' })
  })

  it('An unchanged picture makes no new revision', () => {
    const facts = healthy()
    const derived = play([facts, aNow], [facts, aNow])
    expect(derived.isChanged).toBe(false)
    expect(derived.snapshot.revision).toBe(1)
  })
})

describe('roles of JobManagers', () => {
  it('A master that answers is not called standby when nothing proves its place in line', () => {
    const unread = aJobManager('localhost:8082', { rpcPort: 33745 })
    const third = aJobManager('localhost:8083', { rpcPort: 33746 })
    const snapshot = look(healthy({ jobManagers: [aJobManager('localhost:8081', theLeader), unread, third] }))
    expect(snapshot.jobManagers.map((jm) => jm.role)).toEqual(['leader', 'unknown', 'unknown'])
    expect(snapshot.verdict.level).toBe('unprotected')
    expect(snapshot.jobManagers[1]!.roleDetail).toContain('403')
  })

  it('A frozen or dead standby is not counted, though its latch is still in line', () => {
    const frozen = look(
      healthy({ jobManagers: [aJobManager('localhost:8081', theLeader), aFrozenJobManager('localhost:8082', theStandby)] }),
    )
    expect(frozen.jobManagers[1]).toMatchObject({ role: 'unreachable', processState: 'frozen' })
    expect(frozen.verdict.level).toBe('unprotected')
    const dead = look(
      healthy({ jobManagers: [aJobManager('localhost:8081', theLeader), aDeadJobManager('localhost:8082', { ...theStandby })] }),
    )
    expect(dead.jobManagers[1]).toMatchObject({ role: 'down', processState: 'gone' })
    expect(dead.verdict.level).toBe('unprotected')
    expect(dead.takeover.standby).toBeNull()
  })

  it('A standby that was once heard is reported as down after a broken connection, and one never heard is not', () => {
    const facts = healthy()
    const [leader, standby] = facts.jobManagers as [JobManagerFacts, JobManagerFacts]
    const broken = { ...standby, link: { ...standby.link, state: 'connecting' as const } }
    const dead = aDeadJobManager(standby.master)
    const notify = (first: JobManagerFacts) =>
      play([{ ...facts, jobManagers: [leader, first] }, aNow], [{ ...facts, jobManagers: [leader, dead] }, aNow + 100]).snapshot.events.map(
        ({ text }) => text,
      )
    expect(notify(broken)).toContain(`${standby.master} is down`)
    expect(notify({ ...broken, link: { ...broken.link, heardAt: null } })).not.toContain(`${standby.master} is down`)
  })

  it('A contender that matches no masters line is named as a stranger', () => {
    const snapshot = look(healthy({ jobManagers: [aJobManager('localhost:8081', theLeader)] }))
    expect(snapshot.strangers).toMatchObject([{ zkSessionId: '0x1000032d39f0002', inLine: 1 }])
    expect(snapshot.verdict.reasons.map((reason) => reason.code)).toContain('stranger')
  })

  it('A contender is not called a stranger while it may be a JobManager that is starting', () => {
    const facts = healthy()
    const starting = {
      ...facts.jobManagers[1]!,
      own: unknown('jobManagers', aNow, 'starting'),
      sessions: unknown('jobManagers', aNow, 'starting'),
    }
    const { snapshot } = play([{ ...facts, jobManagers: [facts.jobManagers[0]!, starting] }, aNow])
    expect(snapshot.jobManagers[1]?.role).toBe('joining')
    expect(snapshot.strangers).toEqual([])
  })

  it('Another process on the leader’s port is not taken for the leader', () => {
    const newer = aJobManager('localhost:8081', { rpcPort: 50_000, logged: ['0x1000032d39f0009'] })
    const first = healthy()
    const snapshot = play([first, aNow], [healthy({ jobManagers: [newer, first.jobManagers[1]!] }), aNow + 1_000]).snapshot
    expect(snapshot.leader).toMatchObject({ master: 'localhost:8081', process: 'gone' })
    expect(snapshot.verdict.level).toBe('no-leader')
  })
})

describe('the death of the leader', () => {
  const dead = () => healthy({ jobManagers: [aDeadJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', theStandby)] })

  it('A dead leader is reported at once, with the time of the expected takeover, though ZooKeeper still lists it', () => {
    const { snapshot } = play([healthy(), aNow - 3_000], [dead(), aNow])
    expect(snapshot.verdict.level).toBe('no-leader')
    expect(snapshot.verdict.sentence).toBe(
      'localhost:8081 died 2 s ago. ZooKeeper still lists it; localhost:8082 should take over as soon as that session ends.',
    )
    expect(snapshot.leader?.process).toBe('gone')
    expect(snapshot.takeover.since).toBe(new Date(aNow - 2_000).toISOString())
    expect(snapshot.takeover.expectedBetween).toEqual({
      earliest: new Date(aNow - 2_000 + 26_667).toISOString(),
      latest: new Date(aNow - 2_000 + 42_000).toISOString(),
    })
    expect(snapshot.takeover.phases.filter((phase) => phase.at !== null).map((phase) => phase.phase)).toEqual(['process-gone'])
    expect(snapshot.events.map((event) => event.text)).toContain('localhost:8081 exited')
  })

  it('A frozen leader is not called dead, and the outage is withdrawn when it answers again', () => {
    const frozen = healthy({ jobManagers: [aFrozenJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', theStandby)] })
    const during = play([healthy(), aNow - 3_000], [frozen, aNow])
    expect(during.snapshot.leader?.process).toBe('frozen')
    expect(during.snapshot.verdict.level).toBe('no-leader')
    const after = play([healthy(), aNow - 3_000], [frozen, aNow], [healthy(), aNow + 1_000]).snapshot
    expect(after.verdict.level).toBe('protected')
    expect(after.takeover.phases).toEqual([])
  })

  it('A silent host is not reported as the death of its leader', () => {
    const silent = {
      ...aJobManager('localhost:8081', theLeader),
      link: {
        state: 'silent' as const,
        since: aNow - 4_000,
        detail: 'no answer from localhost:8081',
        latencyMs: null,
        heardAt: aNow - 6_000,
      },
    }
    const snapshot = look(healthy({ jobManagers: [silent, aJobManager('localhost:8082', theStandby)] }))
    expect(snapshot.leader?.process).toBe('unknown')
    expect(snapshot.verdict.level).toBe('unknown')
  })

  it('A recorded failover is followed to the standby’s new term, phase by phase', () => {
    const failover = recordedFailover('1.20.1')
    const derive = createSnapshotDeriver('e1')
    const t0 = failover.steps[0]!.unixMs
    let last: Derived | null = null
    const leaders: (string | null)[] = []
    for (const step of failover.steps) {
      const jobManagers =
        step.t < 0
          ? [aJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', theStandby)]
          : [aDeadJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', theStandby)]
      last = derive(
        someFacts(step.tree, { jobManagers, members: threeMembers }),
        last?.memory ?? emptyMemory,
        last?.snapshot ?? null,
        t0 + step.t * 1000,
      )
      const leader = last.snapshot.leader
      const label = leader && `${leader.master} ${leader.process}`
      if (leaders.at(-1) !== label) leaders.push(label)
    }
    expect(leaders.at(-1)).toBe('localhost:8082 running')
    const reached = last!.snapshot.takeover.phases.filter((phase) => phase.at !== null).map((phase) => phase.phase)
    expect(reached).toEqual(['process-gone', 'session-ended', 'standby-leads'])
    expect(last!.snapshot.events.some((event) => /^localhost:8082 took the lead after .* without a leader$/.test(event.text))).toBe(true)
  })
})

describe('a ZooKeeper outage', () => {
  it('A ZooKeeper outage makes the verdict unknown, not healthy, and keeps the last known leader', () => {
    const lost = healthy({
      session: { state: 'disconnected', since: aNow - 5_000, member: null, reason: 'connection refused', lastHeardAt: aNow - 5_000 },
      members: [aMember('zk1:2181', 'words-off')],
    })
    const snapshot = look({ ...lost, tree: { ...lost.tree, status: 'stale' } })
    expect(snapshot.verdict.level).toBe('unknown')
    expect(snapshot.sources.zookeeper).toMatchObject({ state: 'lost', detail: 'connection refused' })
    expect(snapshot.leader?.master).toBe('localhost:8081')
  })

  it('A picture is stale when changes have waited for seconds to be read', () => {
    const facts = healthy()
    const snapshot = look({ ...facts, tree: { ...facts.tree, behindSince: aNow - 4_000 } })
    expect(snapshot.sources.zookeeper).toEqual({
      state: 'stale',
      lastHeardAt: new Date(aNow - 4_000).toISOString(),
      detail: 'znodes change faster than this console can read them',
    })
    expect(snapshot.verdict.reasons.map(({ code }) => code)).toContain('zookeeper-behind')
    expect(snapshot.verdict.level).toBe('at-risk')
  })

  it('A cluster has no leader once a majority of the ZooKeeper members is proven down', () => {
    const lost = healthy({
      session: { state: 'disconnected', since: aNow, member: null, reason: 'refused', lastHeardAt: aNow },
      members: [aDownMember('zk1:2181'), aDownMember('zk2:2181'), aMember('zk3:2181', 'no-quorum')],
    })
    const snapshot = look({ ...lost, tree: { ...lost.tree, status: 'stale' } })
    expect(snapshot.quorum.serving).toBe(false)
    expect(snapshot.verdict.level).toBe('no-leader')
  })

  it('A ZooKeeper outage ends in a new term of the same leader, with the same znode and a new leader session id', () => {
    const before = someFacts(loadRecordedTree('1.20.1-zk-outage', 'D1-before-zk-outage'))
    const after = someFacts(loadRecordedTree('1.20.1-zk-outage', 'D3-after-zk-outage'))
    const [one, two] = [before.tree.tree!.leader!, after.tree.tree!.leader!]
    expect(two.czxid).toBe(one.czxid)
    expect(two.leaderSessionId).not.toBe(one.leaderSessionId)
    const snapshot = play([before, aNow], [after, aNow + 20_000]).snapshot
    expect(snapshot.events.filter((event) => event.kind === 'leader')).toHaveLength(1)
  })
})

describe('recovery metadata', () => {
  it('One missing file leaves the whole cluster unprotected from Flink 1.12 on', () => {
    const missing = { state: 'missing' as const, bytes: null, checkedAt: aNow, detail: 'no such file' }
    const snapshot = look(
      healthy({
        findTarget: (pointer) =>
          pointer.path.includes('checkpoints') ? missing : { state: 'present', bytes: 1, checkedAt: aNow, detail: '' },
      }),
    )
    expect(snapshot.recovery.jobs[0]!.verdict).toBe('broken')
    expect(snapshot.verdict.level).toBe('unprotected')
    expect(snapshot.verdict.reasons[0]!.code).toBe('takeover-would-fail')
    expect(snapshot.verdict.sentence).toContain('no JobManager could take over')
  })

  it('One missing file silently loses the job before Flink 1.12', () => {
    const missing = { state: 'missing' as const, bytes: null, checkedAt: aNow, detail: 'no such file' }
    const jobManagers = [
      aJobManager('localhost:8081', { rpcPort: 32967, version: '1.2.1' }),
      aJobManager('localhost:8082', { logged: ['0x1a203ec75850006'], version: '1.2.1' }),
    ]
    const snapshot = look(
      someRecordedFacts('1.2.1', '03-running', { flinkVersion: '1.2.1', jobManagers, members: threeMembers, findTarget: () => missing }),
    )
    expect(snapshot.verdict.reasons.map((reason) => reason.code)).toContain('job-would-be-lost')
    expect(snapshot.verdict.level).toBe('unprotected')
  })

  it('Recovery metadata whose files could not be checked is unknown, never recoverable', () => {
    const unchecked = { state: 'unchecked' as const, bytes: null, checkedAt: null, detail: 'hdfs: is not looked at yet' }
    const snapshot = look(healthy({ findTarget: () => unchecked }))
    expect(snapshot.recovery.jobs[0]!.verdict).toBe('unknown')
    expect(snapshot.verdict.level).toBe('at-risk')
    expect(snapshot.verdict.sentence).toContain('nothing proves that the job would resume')
  })

  it('An unchanged job keeps its object identity', () => {
    const facts = healthy()
    const derive = createSnapshotDeriver('e1')
    const one = derive(facts, emptyMemory, null, aNow)
    const two = derive(
      { ...facts, jobManagers: [facts.jobManagers[0]!, aDeadJobManager('localhost:8082', theStandby)] },
      one.memory,
      one.snapshot,
      aNow + 1_000,
    )
    expect(two.isChanged).toBe(true)
    expect(two.snapshot.recovery.jobs[0]).toBe(one.snapshot.recovery.jobs[0])
  })
})

describe('a picture that leaves the jobs for the next one', () => {
  it('A change of the lead is shown at once, and the jobs follow with the next picture', () => {
    const facts = healthy()
    const derive = createSnapshotDeriver('e1')
    const one = derive(facts, emptyMemory, null, aNow)
    const led = { ...facts, tree: { ...facts.tree, tree: { ...facts.tree.tree!, leader: null, rest: null, jobs: [] } } }
    const lean = derive(led, one.memory, one.snapshot, aNow + 10, true)
    expect(lean.snapshot.leader).toBeNull()
    expect(lean.snapshot.verdict.level).toBe('no-leader')
    expect(lean.snapshot.recovery.jobs).toBe(one.snapshot.recovery.jobs)
    expect(derive(led, lean.memory, lean.snapshot, aNow + 20).snapshot.recovery.jobs).toEqual([])
  })
})

describe('a configuration', () => {
  it('A configuration without HA is reported as high availability off', () => {
    const facts = healthy()
    const configuration = known('configuration', aNow, {
      ...(facts.configuration.known ? facts.configuration.value : null)!,
      mode: 'none' as const,
    })
    const snapshot = look({
      ...facts,
      configuration,
      session: { ...facts.session, state: 'off' },
      tree: { ...facts.tree, status: 'loading', tree: null },
    })
    expect(snapshot.verdict.level).toBe('unknown')
    expect(snapshot.verdict.sentence).toMatch(/^High availability is off/)
  })

  it('An unreadable configuration is reported with the folder and the reason', () => {
    const snapshot = look(
      healthy({
        configuration: unknown('configuration', aNow, 'There is no folder /nowhere.'),
        tree: { status: 'loading', since: aNow, detail: null, at: null, behindSince: null, tree: null },
        jobManagers: [],
      }),
    )
    expect(snapshot.verdict).toMatchObject({ level: 'unknown', sentence: 'There is no folder /nowhere.' })
  })
})

describe('a checkpoint that was just written', () => {
  const present = { state: 'present' as const, bytes: 1, checkedAt: aNow, detail: 'present' }

  it('A new checkpoint does not make the job’s verdict flicker while its file is being checked', () => {
    const looking = healthy({ findTarget: (pointer) => (pointer.path.includes('checkpoints') ? null : present) })
    const snapshot = play([healthy(), aNow], [looking, aNow + 2_000]).snapshot
    expect(snapshot.recovery.jobs[0]).toMatchObject({ verdict: 'recoverable', verdictDetail: expect.stringContaining('being looked at') })
    expect(snapshot.verdict.level).toBe('protected')
  })

  it('A new checkpoint is unknown after five seconds without a check, or at once when nothing was proven before', () => {
    const looking = healthy({ findTarget: (pointer) => (pointer.path.includes('checkpoints') ? null : present) })
    expect(play([healthy(), aNow], [looking, aNow + 2_000], [looking, aNow + 8_000]).snapshot.recovery.jobs[0]!.verdict).toBe('unknown')
    expect(look(looking).recovery.jobs[0]!.verdict).toBe('unknown')
  })
})

describe('what is not understood or not there', () => {
  it('Unread znodes put a cluster at risk, and a lack of TaskManagers only affects its present state', () => {
    const facts = healthy()
    const tree = { ...facts.tree.tree!, problems: [{ path: 'leader/odd', reason: 'no leader information' }] }
    const odd = look({ ...facts, tree: { ...facts.tree, tree } })
    expect(odd.verdict).toMatchObject({ level: 'at-risk', reasons: [{ code: 'znodes-unread' }] })
    const idle = aJobManager('localhost:8081', {
      ...theLeader,
      taskManagers: known('jobManagers', aNow, { total: 0, slotsTotal: 0, slotsFree: 0, detail: [] }),
    })
    const empty = look(healthy({ jobManagers: [idle, aJobManager('localhost:8082', theStandby)] }))
    expect(empty.verdict).toMatchObject({ level: 'protected', reasons: [] })
    expect(empty.present).toMatchObject({ level: 'jobs-down', reasons: [{ code: 'no-task-managers' }] })
  })

  it('A proof by elimination is withdrawn when another master appears', () => {
    const alone = healthy({ jobManagers: [aJobManager('localhost:8081', theLeader), aJobManager('localhost:8082', { rpcPort: 33745 })] })
    const joined = healthy({ jobManagers: [...alone.jobManagers, aJobManager('localhost:8083', { rpcPort: 33746 })] })
    expect(look(alone).jobManagers[1]!.proof).toBe('elimination')
    expect(play([alone, aNow], [joined, aNow + 1_000]).snapshot.jobManagers[1]).toMatchObject({ role: 'unknown', proof: null })
  })

  it('An outage of a silent leader counts from its last answer, not from the end of its session', () => {
    const silent = {
      ...aJobManager('localhost:8081', theLeader),
      link: { state: 'silent' as const, since: aNow - 9_000, detail: 'no answer', latencyMs: null, heardAt: aNow - 11_000 },
    }
    const before = healthy({ jobManagers: [silent, aJobManager('localhost:8082', theStandby)] })
    const gone = {
      ...before,
      tree: { ...before.tree, tree: { ...before.tree.tree!, leader: null, rest: null, contenders: before.tree.tree!.contenders.slice(1) } },
    }
    expect(play([before, aNow - 1_000], [gone, aNow]).snapshot.takeover.since).toBe(new Date(aNow - 11_000).toISOString())
  })
})
