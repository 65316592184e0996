import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFreshZnode as znode, danglingNow as now } from '@/lib/testing/a-fresh-znode'
import { aSnapshot, aSnapshotAt, aMoment } from '@/lib/testing/a-snapshot'
import { findPermitted, derivePermitted } from '../derive-permitted'
import type { ClusterSnapshot, RecoveryJob } from '../snapshot'
import { decideRemoval } from './decide-removal'
import type { DanglingWorld } from './removal'

const job = 'a'.repeat(32)
const other = 'b'.repeat(32)
const lock = znode(`jobgraphs/${job}/locks/x`, { owner: '0x7', isLock: true, modifiedAt: now })
const znodes = [
  znode(`jobgraphs/${job}`),
  znode(`jobgraphs/${job}/locks`),
  znode(`jobs/${job}`),
  znode(`jobs/${job}/checkpoint_id_counter`, { version: 4 }),
]
const stopped: DanglingWorld = {
  now,
  znodes,
  isContended: false,
  leader: 'none',
  liveJobs: null,
  hasLocks: true,
  registeredJobs: new Set([job, other]),
  namedFiles: null,
  target: 'present',
  ownFiles: ['/ha/default/submittedJobGraph1'],
  fileModifiedAt: null,
}
const led: Partial<DanglingWorld> = { isContended: true, leader: 'running', liveJobs: new Set([other]) }
const crashLoop: Partial<DanglingWorld> = { isContended: true, target: 'missing', znodes: [...znodes, lock] }
const decide = (over: Partial<DanglingWorld>) => decideRemoval({ kind: 'job', path: job }, { ...stopped, ...over })
const codeOf = (over: Partial<DanglingWorld>) => {
  const decision = decide(over)
  return decision.kind === 'keep' ? decision.code : 'REMOVED'
}

describe('a job that may be forgotten', () => {
  it('All its znodes go, children first and each by its version, and then its files', () => {
    expect(decide({})).toEqual({
      kind: 'remove',
      znodes: [
        { path: `jobgraphs/${job}/locks`, version: 0, czxid: '0x5', isLock: false },
        { path: `jobs/${job}/checkpoint_id_counter`, version: 4, czxid: '0x5', isLock: false },
        { path: `jobgraphs/${job}`, version: 0, czxid: '0x5', isLock: false },
        { path: `jobs/${job}`, version: 0, czxid: '0x5', isLock: false },
      ],
      files: ['/ha/default/submittedJobGraph1'],
    })
  })

  it.each<[string, Partial<DanglingWorld>]>([
    ['no JobManager takes part', {}],
    ['no JobManager takes part, and it was written a moment ago', { znodes: znodes.map((each) => ({ ...each, modifiedAt: now })) }],
    ['the leader does not run it', led],
    ['its graph is gone and JobManagers end one after the other, with locks of their sessions', crashLoop],
    ['its graph is too short and JobManagers end one after the other', { ...crashLoop, target: 'unreadable' }],
    ['its graph is gone and the leader’s process is gone too', { ...crashLoop, leader: 'gone' }],
  ])('It may be forgotten when %s', (_, over) => {
    expect(codeOf(over)).toBe('REMOVED')
  })
})

describe('a job that may not be forgotten', () => {
  it.each<[string, Partial<DanglingWorld>, string]>([
    ['the leader runs it', { ...led, liveJobs: new Set([job]) }, 'job-lives'],
    ['the leader runs it from memory and its graph is gone', { ...led, liveJobs: new Set([job]), target: 'missing' }, 'job-lives'],
    ['the leader has not reported its jobs', { ...led, liveJobs: null }, 'jobs-not-known'],
    ['the leader has not reported its jobs and the graph is gone', { ...led, liveJobs: null, target: 'missing' }, 'jobs-not-known'],
    ['the leader is not proven and the graph is gone', { ...crashLoop, leader: 'not-proven' }, 'jobs-not-known'],
    ['the next leader would recover it', { isContended: true }, 'job-registered'],
    ['its graph could not be checked', { ...crashLoop, target: 'unchecked' }, 'job-registered'],
    ['the leader’s process is gone and a standby would recover it', { isContended: true, leader: 'gone' }, 'job-registered'],
    ['the leader holds a lock on it', { ...led, znodes: [...znodes, lock] }, 'held-by-session'],
    ['the leader holds a lock on it and its graph is gone', { ...led, znodes: [...znodes, lock], target: 'missing' }, 'held-by-session'],
    ['a session without a latch holds a lock', { znodes: [...znodes, lock] }, 'held-by-session'],
    [
      'a session holds its leader information',
      { ...crashLoop, znodes: [znode(`leader/job-${job}/connection_info`, { owner: '0x7' })] },
      'held-by-session',
    ],
    ['a leader without locks may have read it and run it later', { ...led, hasLocks: false }, 'job-registered'],
    ['the leader may just be submitting it', { ...led, znodes: [znode(`jobgraphs/${job}`, { modifiedAt: now - 1 })] }, 'too-young'],
    ['nothing of it is there', { znodes: [] }, 'gone-already'],
  ])('It stays when %s', (_, over, code) => {
    expect(codeOf(over)).toBe(code)
  })

  it.each(['', 'jobs', '../jobs', 'A'.repeat(32), 'leader/latch', `${job}/x`])('%j is no job', (path) => {
    expect(decideRemoval({ kind: 'job', path }, stopped)).toMatchObject({ kind: 'keep', code: 'not-removable' })
  })
})

it('In no generated world is a job forgotten that a leader runs or may run, or that a JobManager may have recovered', () => {
  const worlds = fc.record({
    isContended: fc.boolean(),
    leader: fc.constantFrom('none' as const, 'gone' as const, 'running' as const, 'not-proven' as const),
    liveJobs: fc.option(
      fc.subarray([job, other]).map((all) => new Set(all)),
      { nil: null },
    ),
    target: fc.constantFrom('present' as const, 'missing' as const, 'unreadable' as const, 'unchecked' as const),
    hasLocks: fc.boolean(),
    hasLock: fc.boolean(),
    isHeld: fc.boolean(),
  })
  let yes = 0
  fc.assert(
    fc.property(worlds, ({ hasLock, isHeld, ...over }) => {
      const held = znode(`leader/job-${job}/connection_info`, { owner: '0x7' })
      if (codeOf({ ...over, znodes: [...znodes, ...(hasLock ? [lock] : []), ...(isHeld ? [held] : [])] }) !== 'REMOVED') return
      yes++
      const isLost = over.target === 'missing' || over.target === 'unreadable'
      expect(isHeld).toBe(false)
      expect(over.leader).not.toBe('not-proven')
      if (over.leader === 'running') expect([over.liveJobs?.has(job), hasLock, over.hasLocks]).toEqual([false, false, true])
      else if (over.isContended || hasLock) expect(isLost).toBe(true)
    }),
    { numRuns: 5_000 },
  )
  expect(yes).toBeGreaterThan(300)
})

describe('the permission to forget a job', () => {
  const administrator = { kind: 'person', id: 'u1', name: 'Ada', role: 'administrator' } as const
  const { aJob, aPointer } = aSnapshotAt(aMoment)
  const withJob = (over: Partial<RecoveryJob>, rest: Partial<ClusterSnapshot> = {}) => {
    const { recovery } = aSnapshot()
    return aSnapshot({ recovery: { ...recovery, jobs: [aJob({ jobId: job, ...over })], ...rest.recovery }, ...rest })
  }
  const may = (snapshot: ClusterSnapshot, target: string | null = job) => findPermitted(snapshot, administrator, 'forget-job', target)
  const lost = { graph: aPointer({ target: 'missing' }), state: 'waiting', stateAt: null }
  const down = { leader: null, jobManagers: aSnapshot().jobManagers.map((jm) => ({ ...jm, role: 'down' as const, inLine: null })) }

  it('A running job is to be cancelled in Flink, and the sentence says how', () => {
    expect(may(withJob({})).allowed).toBe(false)
    expect(may(withJob({})).why).toContain(`\`flink cancel ${job}\``)
  })

  it('It follows the same rule as the plan', () => {
    expect(may(withJob({ state: null, stateAt: null }))).toMatchObject({ allowed: true })
    expect(may(withJob({ state: 'canceled' }))).toMatchObject({ allowed: true })
    expect(may(withJob(lost, { leader: null }))).toMatchObject({ allowed: true })
    expect(may(withJob({ state: 'waiting', stateAt: null }, { leader: null })).why).toContain('Stop every JobManager, forget the job')
    expect(may(withJob({ state: 'waiting', stateAt: null }, down))).toMatchObject({ allowed: true })
    const untold = withJob({ state: null, stateAt: null })
    expect(may({ ...untold, recovery: { ...untold.recovery, areJobsReported: false } }).why).toContain(
      'The leader has not reported its jobs yet.',
    )
  })

  it('A target that is no job of this cluster is refused by name', () => {
    expect(may(withJob({}), other).why).toBe(`ZooKeeper holds no job ${other}.`)
    expect(may(withJob({}), '-oProxyCommand=x').why).toContain('-oProxyCommand=x is no id of a job')
  })

  it('Without a name it tells what stands against the jobs, or that there is none', () => {
    expect(may(withJob({}), null).why).toContain('The leader runs this job.')
    const unproven = withJob({}, { leader: { ...aSnapshot().leader!, process: 'frozen' } })
    expect(may(unproven, null).why).toContain('whether its process lives is not proven')
    expect(may(withJob(lost, down), null)).toMatchObject({ allowed: false, why: 'Name the job by its id.' })
    const { recovery } = aSnapshot()
    expect(may(aSnapshot({ recovery: { ...recovery, jobs: [] } }), null).why).toBe('No job is registered.')
    const provenance = { known: false, source: 'zookeeper', reason: 'not read yet', since: aSnapshot().asOf } as const
    expect(may(aSnapshot({ recovery: { ...recovery, jobs: [], provenance } }), null).why).toBe('not read yet')
  })

  it('It needs the role administrator and no control of hosts', () => {
    expect(findPermitted(withJob(lost, down), { ...administrator, role: 'operator' }, 'forget-job', job).why).toContain(
      'needs the role administrator',
    )
    expect(may(withJob(lost, down)).allowed).toBe(true)
  })

  it('The list names the jobs that may be forgotten, at most 20', () => {
    const { recovery } = aSnapshot()
    const jobs = Array.from({ length: 30 }, (_, at) => aJob({ jobId: String(at).padStart(32, '0'), ...(at % 6 === 0 ? {} : lost) }))
    const targets = (many: RecoveryJob[]) =>
      derivePermitted(aSnapshot({ recovery: { ...recovery, jobs: many } }), administrator)
        .filter(({ kind }) => kind === 'forget-job')
        .map(({ target }) => target)
    expect(targets(jobs)).toHaveLength(20)
    expect(targets(jobs.filter((_, at) => at % 6 === 0))).toEqual([null])
  })
})
