import { describe, expect, it } from 'vitest'
import type { PointerNode } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import type { JobManagerFacts, TargetFacts } from '@/lib/model/facts'
import { aJobManager, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import { toPointer } from './derive-pointer'
import { createSnapshotDeriver, emptyMemory, type Derived } from './derive-snapshot'
import { known, unknown } from './observed'

const leader = aJobManager('localhost:8081', { rpcPort: 36515, logged: ['0x1000032d39f0001'] })
const standby = aJobManager('localhost:8082', { rpcPort: 33745, logged: ['0x1000032d39f0002'] })

/** Flink 1.20.1, one job with a checkpoint. */
function running(over: Partial<JobManagerFacts> = {}): ClusterFacts {
  return someRecordedFacts('1.20.1', '03-running', { jobManagers: [{ ...leader, ...over }, standby] })
}

describe('the name of a job', () => {
  const silent = running({ jobs: unknown('jobManagers', aNow, 'the leader was not asked yet') })

  it('A job’s name is remembered when its source falls silent, but its state is not', () => {
    const derive = createSnapshotDeriver('e1')
    const { snapshot } = createSnapshotDeriver('e0')(silent, emptyMemory, null, aNow)
    const [job] = snapshot.recovery.jobs
    expect(job!.name).toBeNull()
    const named = running({
      jobs: known('jobManagers', aNow, [
        { jobId: job!.jobId, name: 'Orders', state: 'RUNNING', startedAt: null, tasks: { running: 1, finished: 0, total: 1 } },
      ]),
    })
    const first = derive(named, emptyMemory, null, aNow)
    expect(first.snapshot.recovery.jobs[0]).toMatchObject({ name: 'Orders', state: 'running' })
    expect(derive(silent, first.memory, first.snapshot, aNow + 1).snapshot.recovery.jobs[0]).toMatchObject({
      name: 'Orders',
      state: null,
      stateAt: null,
    })
  })
})

describe('the file of a pointer', () => {
  it('The file of an unchanged pointer is reported as it was last found', () => {
    const derive = createSnapshotDeriver('e1')
    const facts = running()
    const found = (state: TargetFacts['state'] | null): ClusterFacts => ({
      ...facts,
      findTarget: () => (state ? { state, bytes: 1, checkedAt: aNow, detail: state } : null),
    })
    let before = derive(found('present'), emptyMemory, null, aNow)
    const verdictOf = (state: TargetFacts['state']) => {
      before = derive(found(state), before.memory, before.snapshot, aNow + 1)
      const [job] = before.snapshot.recovery.jobs
      return [job!.verdict, job!.graph!.target, job!.checkpoints[0]!.pointer.target]
    }
    expect(verdictOf('missing')).toEqual(['broken', 'missing', 'missing'])
    expect(verdictOf('present')).toEqual(['recoverable', 'present', 'present'])
    expect(before.snapshot.events.map(({ text }) => text).filter((text) => /checkpoint|recovered/.test(text))).toEqual([
      expect.stringMatching(/: would resume from checkpoint \d+$/),
      expect.stringContaining('could not be recovered any more. '),
    ])
  })
})

describe('more jobs than one picture has time for', () => {
  /** Each job's next checkpoint id is `id`. */
  function withJobs(count: number, id: string): ClusterFacts {
    const facts = running()
    const [job] = facts.tree.tree!.jobs
    const jobs = Array.from({ length: count }, (_, i) => ({ ...job!, jobId: `job-${i}`, nextCheckpointId: id }))
    return { ...facts, tree: { ...facts.tree, tree: { ...facts.tree.tree!, jobs } } }
  }
  const countOf = ({ snapshot }: Derived, id: string) => snapshot.recovery.jobs.filter((job) => job.nextCheckpointId === id).length

  it('More jobs than one picture has time for are all in the first one and then updated in parts, each in its turn', () => {
    const derive = createSnapshotDeriver('e1')
    const first = derive(withJobs(600, '1'), emptyMemory, null, aNow)
    expect([countOf(first, '1'), first.isBehind]).toEqual([600, false])
    const changed = withJobs(600, '2')
    const second = derive(changed, first.memory, first.snapshot, aNow + 1)
    expect([countOf(second, '1'), countOf(second, '2'), second.isBehind]).toEqual([350, 250, true])
    // All jobs change again: those that were postponed go first.
    const third = derive(withJobs(600, '3'), second.memory, second.snapshot, aNow + 2)
    expect([countOf(third, '1'), countOf(third, '2'), countOf(third, '3')]).toEqual([100, 250, 250])
    const fourth = derive(withJobs(601, '3'), third.memory, third.snapshot, aNow + 3)
    expect([countOf(fourth, '1'), countOf(fourth, '3'), fourth.isBehind, fourth.snapshot.recovery.jobs.at(-1)!.jobId]).toEqual([
      0,
      500,
      true,
      'job-600',
    ])
  })
})

it('The snapshot contains no password from the address of the storage directory or of a file in it', () => {
  const facts = running()
  if (!facts.configuration.known) throw new Error('the recorded facts have a configuration')
  const configuration = { ...facts.configuration, value: { ...facts.configuration.value, storageDir: 's3://KEY:planted@bucket/ha' } }
  const { snapshot } = createSnapshotDeriver('e1')({ ...facts, configuration }, emptyMemory, null, aNow)
  expect(snapshot.recovery.storageDir).toBe('s3://******@bucket/ha')
  const node = facts.tree.tree!.jobs[0]!.graph!
  const secret: PointerNode = { ...node, handle: { kind: 'file', uri: 's3://KEY:planted@bucket/ha/x', bytes: 1, javaClass: 'x' } }
  const target: TargetFacts = { state: 'missing', bytes: null, checkedAt: aNow, detail: 's3://KEY:planted@bucket/ha/x is not there' }
  expect(toPointer({ ...facts, findTarget: () => target }, secret)).toMatchObject({
    path: 's3://******@bucket/ha/x',
    detail: 's3://******@bucket/ha/x is not there',
  })
})
