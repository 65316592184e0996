import { describe, expect, it } from 'vitest'
import { findOverlapMs } from '@/lib/model/drills/overlap'
import { drillScenarios, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import type { DrillRun } from './drill-run'
import { createObserver } from './observe'

const all = aSnapshotAt(aMoment).aSnapshot()
const iso = (at: number) => new Date(at).toISOString()
const first = all.leader!
const faultAt = aMoment + 1_000

function aRun(scenario: DrillScenarioId, zookeeperClock: DrillRun['zookeeperClock'] = { host: 'zk1', offsetMs: 20, uncertaintyMs: 2 }) {
  const jobs = all.recovery.jobs.map(({ jobId, name }) => ({ jobId, name }))
  return {
    scenario: drillScenarios[scenario],
    target: { master: first.master, zkSessionId: first.zkSessionId },
    zookeeperClock,
    record: { evidence: [], isFaultDone: true, leaderBefore: first.leaderSessionId, jobs },
  } as unknown as DrillRun
}

const next = all.jobManagers.find(({ role }) => role === 'standby')!
/** The standby leads since `at`, by ZooKeeper's clock, which is 20 ms ahead. */
const ledBy = (leaderSessionId: string, at: number, snapshot: ClusterSnapshot = all): ClusterSnapshot => ({
  ...snapshot,
  leader: { ...first, master: next.master, leaderSessionId, zkSessionId: next.zkSessionId!, since: iso(at + 20) },
  jobManagers: snapshot.jobManagers.map((jm) =>
    jm.zkSessionId === first.zkSessionId ? { ...jm, role: 'down', inLine: null, zkSessionId: null } : jm,
  ),
})
const withJobs = (snapshot: ClusterSnapshot, at: number, runs: boolean, checkpointAt: number | null = null): ClusterSnapshot => ({
  ...snapshot,
  recovery: {
    ...snapshot.recovery,
    jobs: snapshot.recovery.jobs.map((job) => ({
      ...job,
      stateAt: iso(at),
      tasks: { running: runs ? 4 : 1, finished: 0, total: 4 },
      checkpoints:
        checkpointAt === null
          ? job.checkpoints
          : [...job.checkpoints, { ...job.checkpoints[0]!, checkpointId: '99999', completedAt: iso(checkpointAt + 20) }],
    })),
  },
})

function observe(run: DrillRun, seen: [number, ClusterSnapshot][]) {
  const observer = createObserver(run, all)
  for (const [at, snapshot] of seen) observer.see(snapshot, at)
  return run.record.evidence.map(({ what, at, clock, uncertaintyMs, subject }) => [what, at - faultAt, clock, uncertaintyMs, subject])
}

describe('what is observed during a drill', () => {
  it('A failover is told by ZooKeeper’s own times, corrected by its clock, and by the polls between which the jobs ran again', () => {
    const jobIds = all.recovery.jobs.map(({ jobId }) => jobId)
    const led = ledBy('b', faultAt + 5_000)
    const evidence = observe(aRun('crash-leader'), [
      [faultAt + 100, all],
      [faultAt + 5_050, led],
      [faultAt + 6_000, withJobs(led, faultAt + 6_000, false)],
      [faultAt + 6_500, withJobs(led, faultAt + 6_500, true)],
      [faultAt + 9_000, withJobs(led, faultAt + 8_900, true, faultAt + 8_800)],
      [faultAt + 9_500, withJobs(led, faultAt + 9_400, true, faultAt + 8_800)],
    ]).filter(([what]) => what !== 'rest-answers' && what !== 'task-managers-back')
    expect(evidence).toEqual([
      ['leader-announced', Date.parse(first.since) - faultAt, 'console', 100, first.leaderSessionId],
      ['leader-announced', 5_050, 'console', 100, 'b'],
      ['leader-announced', 5_000, 'zookeeper', 7, 'b'],
      ['session-ended', 5_050, 'console', 100, first.master],
      ...jobIds.map((id) => ['job-running', 6_250, 'console', 251, id]),
      ['jobs-running', 6_250, 'console', 251, null],
      ...jobIds.map((id) => ['first-checkpoint', 8_800, 'zookeeper', 7, id]),
      ['first-checkpoint', 8_800, 'zookeeper', 7, null],
    ])
  })

  it('Without an offset of ZooKeeper’s clock its times carry no uncertainty', () => {
    const evidence = observe(aRun('crash-leader', null), [[faultAt + 5_050, ledBy('b', faultAt + 5_000)]])
    expect(evidence).toContainEqual(['leader-announced', 5_020, 'zookeeper', null, 'b'])
  })

  it('A session is not called ended while ZooKeeper is not heard', () => {
    const led = ledBy('b', faultAt)
    const deaf = { ...led, sources: { ...led.sources, zookeeper: { state: 'lost' as const, lastHeardAt: null } } }
    expect(observe(aRun('crash-leader'), [[faultAt + 500, deaf]]).map(([what]) => what)).not.toContain('session-ended')
  })

  it('A former leader that leads again after the next one is an overlap', () => {
    const run = aRun('freeze-leader')
    observe(run, [
      [faultAt + 5_000, ledBy('b', faultAt + 5_000)],
      [faultAt + 7_000, all],
      [faultAt + 7_300, ledBy('b', faultAt + 7_300)],
    ])
    expect(findOverlapMs(run.record.evidence)).toBeGreaterThanOrEqual(1_900)
  })

  it('A job that stops and runs again under the same leader is an interruption, and one that runs on is none', () => {
    const jobIds = all.recovery.jobs.map(({ jobId }) => jobId)
    const interrupted = observe(aRun('crash-standby'), [
      [faultAt + 500, withJobs(all, faultAt + 500, true)],
      [faultAt + 1_000, withJobs(all, faultAt + 1_000, false)],
      [faultAt + 1_500, withJobs(all, faultAt + 1_500, true)],
    ]).filter(([what]) => what === 'job-interrupted' || what === 'job-running')
    expect(interrupted).toEqual([
      ...jobIds.map((id) => ['job-interrupted', 750, 'console', 251, id]),
      ...jobIds.map((id) => ['job-running', 1_250, 'console', 251, id]),
    ])
    const whole = observe(aRun('crash-standby'), [
      [faultAt + 500, withJobs(all, faultAt + 500, true)],
      [faultAt + 1_000, withJobs(all, faultAt + 1_000, true)],
    ])
    expect(whole.map(([what]) => what)).not.toContain('job-interrupted')
  })
})
