import { describe, expect, it } from 'vitest'
import type { HaJob } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import type { RestJob } from '@/lib/model/facts'
import { aJobManager, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import { createSnapshotDeriver, emptyMemory, type Derived } from './derive-snapshot'
import { known } from './observed'

const standby = aJobManager('localhost:8082', { rpcPort: 33745, logged: ['0x1000032d39f0002'] })
const recorded = someRecordedFacts('1.20.1', '03-running', {})
const [job] = recorded.tree.tree!.jobs
const { jobId } = job!
const minute = 60_000

/** What the leader lists, and how the job's znodes differ from the recorded ones. */
function facts(state: string | null, over: Partial<HaJob> = {}, more: Partial<ClusterFacts> = {}): ClusterFacts {
  const listed: RestJob[] = state ? [{ jobId, name: 'Orders', state, startedAt: null, tasks: { running: 1, finished: 0, total: 1 } }] : []
  const leader = aJobManager('localhost:8081', {
    rpcPort: 36515,
    logged: ['0x1000032d39f0001'],
    jobs: known('jobManagers', aNow, listed),
    checkpoints: new Map([
      [jobId, { jobId, newest: { id: '3', completedAt: aNow, stateBytes: 1 }, intervalMs: null, checkpointing: 'on' as const }],
    ]),
  })
  const tree = { ...recorded.tree, tree: { ...recorded.tree.tree!, jobs: [{ ...job!, ...over }] } }
  return { ...recorded, jobManagers: [leader, standby], tree, ...more }
}

/** Derives the same facts once for each time, given in ms after the first. */
function look(seen: ClusterFacts, ...after: number[]) {
  const derive = createSnapshotDeriver('e1')
  let last: Derived = derive(seen, emptyMemory, null, aNow)
  for (const ms of after) last = derive(seen, last.memory, last.snapshot, aNow + ms)
  const { recovery, verdict, present } = last.snapshot
  const [found] = recovery.jobs
  const reasons = verdict.reasons.filter(({ subject }) => subject === jobId).map(({ code, severity }) => `${severity} ${code}`)
  return { verdict: found!.verdict, detail: found!.verdictDetail, reasons, sentence: verdict.sentence, present: present.level }
}

describe('a job that ZooKeeper holds and the leader does not run', () => {
  it.each([
    ['not listed', null, 'the leader does not run it'],
    ['canceled', 'CANCELED', 'the leader says CANCELED'],
    ['failed', 'FAILED', 'the leader says FAILED'],
  ])('A job that the leader reports as %s is said to start again with a takeover and does not count as resuming', (_, state, words) => {
    expect(look(facts(state), minute - 1)).toMatchObject({ verdict: 'recoverable' })
    expect(look(facts(state), minute - 1, minute)).toEqual({
      verdict: 'not-run',
      detail: `${words}, seen so since 2026-11-22T15:31:00.000Z, and ZooKeeper still holds it: a takeover would start it again`,
      reasons: ['warning job-would-return'],
      sentence: expect.stringMatching(/in 27–42 s; 1 job that the leader does not run would start again\.$/),
      present: 'idle',
    })
  })

  it('The verdict of a job that the leader does not run names the other session that holds its lock', () => {
    const graph = { ...job!.graph!, locks: [{ path: 'jobgraphs/x/locks/y', zkSessionId: '0xdead', holder: '10.0.0.1' }] }
    expect(look(facts(null, { graph }), minute).detail).toMatch(/start it again; ZooKeeper session 0xdead holds a lock on it$/)
  })

  it('A job is not called “not run” while the leader’s list is missing, when it is back, or when its result is stored', () => {
    const stored = { orphans: [], jobResults: { dirty: [jobId], clean: [] } }
    expect(look({ ...facts(null), jobManagers: recorded.jobManagers }, minute).verdict).not.toBe('not-run')
    expect(look(facts(null, {}, { storage: known('haStorage', aNow, stored) as ClusterFacts['storage'] }), minute).detail).toContain(
      'keeps a new leader from running it',
    )
    const derive = createSnapshotDeriver('e1')
    const [gone, there] = [facts(null), facts('RUNNING')]
    const one = derive(gone, emptyMemory, null, aNow)
    const two = derive(there, one.memory, one.snapshot, aNow + minute / 2)
    const three = derive(gone, two.memory, two.snapshot, aNow + minute)
    expect(three.snapshot.recovery.jobs[0]!.verdict).toBe('recoverable')
  })
})

describe('what a next leader makes of a job', () => {
  const [checkpoint] = job!.checkpoints
  const skipped = { ...checkpoint!, pointer: { ...checkpoint!.pointer, isSkipped: true } }

  it('A job pointer without `locks` is reported as silently skipped by the next leader', () => {
    expect(look(facts('RUNNING', { graph: { ...job!.graph!, isSkipped: true } }))).toMatchObject({
      verdict: 'skipped',
      detail: `the next leader skips it without a word: jobgraphs/${jobId} has no \`locks\` below it, as if it were being deleted`,
      reasons: ['error job-would-be-skipped'],
    })
  })

  it('A checkpoint pointer without `locks` leaves the checkpoint before it, or a silent start from the beginning', () => {
    expect(look(facts('RUNNING', { checkpoints: [checkpoint!, { ...skipped, checkpointId: '4' }] })).detail).toBe(
      'would resume from checkpoint 3',
    )
    expect(look(facts('RUNNING', { checkpoints: [skipped] }))).toMatchObject({
      verdict: 'state-lost',
      detail:
        'would start from the beginning, or from the savepoint it was submitted with, silently: the pointer to checkpoint 3 has no `locks` below it, so the next leader skips it',
      reasons: ['error job-would-be-lost'],
    })
  })

  it('A job whose leader completed a checkpoint without any pointer to it would start from the beginning', () => {
    expect(look(facts('RUNNING', { checkpoints: [] }))).toMatchObject({
      verdict: 'state-lost',
      detail:
        'would start from the beginning, or from the savepoint it was submitted with, silently: the leader completed checkpoint 3, and ZooKeeper has no pointer to any',
    })
  })

  it.each([
    ['gone', { nextCheckpointId: null }, 'is gone, so checkpoint ids would begin at 1 again'],
    [
      'too low',
      { nextCheckpointId: '2' },
      'is at 2, so checkpoint 3 would be made again, fail on files that are there already, and restart the job',
    ],
    ['not readable', { nextCheckpointId: null, isCounterUnreadable: true }, 'could not be read'],
  ])('A checkpoint counter that is %s is reported as a warning', (_, over, words) => {
    expect(look(facts('RUNNING', over)).detail).toBe('would resume from checkpoint 3')
    expect(look(facts('RUNNING', over), 10_000)).toMatchObject({
      verdict: 'recoverable',
      detail: `would resume from checkpoint 3; its checkpoint counter ${words}`,
      reasons: ['warning checkpoint-counter'],
    })
  })

  it('A job without any checkpoint pointer is not said to have completed none, when ids were given out and no leader tells', () => {
    const untold = { ...facts(null, { checkpoints: [] }), jobManagers: recorded.jobManagers }
    expect(look(untold)).toMatchObject({
      verdict: 'no-checkpoint-yet',
      detail:
        'would start from the beginning, or from the savepoint it was submitted with: ZooKeeper has no pointer to a checkpoint, though ids up to 3 were given out; none is complete, or their pointers are lost',
    })
    const first = { ...facts(null, { checkpoints: [], nextCheckpointId: '1' }), jobManagers: recorded.jobManagers }
    expect(look(first).detail).toMatch(/it was submitted with: no checkpoint is complete$/)
  })

  it('The owner of a lock is called running or gone by its process alone, never by a latch', () => {
    const locks = (processOf: 'running' | 'gone' | 'none') => {
      const graph = {
        ...job!.graph!,
        locks: [...job!.graph!.locks, { path: 'jobgraphs/x/locks/y', zkSessionId: '0xdead', holder: '10.0.0.1' }],
      }
      const seen = facts('RUNNING', { graph })
      const refused = seen.jobManagers.map((jm) => ({ ...jm, link: { ...jm.link, state: 'refused' as const } }))
      const { snapshot } = createSnapshotDeriver('e1')(
        processOf === 'gone'
          ? { ...seen, jobManagers: refused }
          : processOf === 'none'
            ? { ...seen, tree: { ...seen.tree, status: 'stale' as never } }
            : seen,
        emptyMemory,
        null,
        aNow,
      )
      return snapshot.recovery.jobs[0]!.locks.slice(0, job!.graph!.locks.length + 1).map(({ alive }) => alive)
    }
    expect(locks('running')).toEqual([true, null])
    expect(locks('gone')).toEqual([false, null])
    expect(locks('none')).toEqual([null, null])
  })

  it('A job that is SUSPENDED under a leader waits for the next leader', () => {
    expect(look(facts('SUSPENDED'))).toMatchObject({
      verdict: 'recoverable',
      detail: 'would resume from checkpoint 3 with the next leader: this one lost the lead while the job ran (SUSPENDED)',
      reasons: ['warning job-suspended'],
    })
  })
})
