import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPatch } from '@/lib/client/apply-patch'
import type { ClusterSnapshot, RecoveryJob } from '@/lib/model/snapshot'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { compareSnapshots } from './compare-snapshots'

const some = aSnapshot()
const [one, two] = some.recovery.jobs as [RecoveryJob, RecoveryJob]
const withJobs = (jobs: RecoveryJob[], over: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  ...some,
  ...over,
  recovery: { ...some.recovery, jobs },
})
const before = withJobs([one, two])
const paths = (after: ClusterSnapshot) => compareSnapshots(before, after).map(({ op, path }) => `${op} ${path}`)

describe('compareSnapshots', () => {
  it('The patch replaces whole fields of jobs that changed and skips the other jobs', () => {
    const newest = { ...one.checkpoints[0]!, checkpointId: '99', completedAt: before.asOf }
    expect(paths(withJobs([one, { ...two, state: 'restarting', checkpoints: [newest] }]))).toEqual([
      'replace /recovery/jobs/1/state',
      'replace /recovery/jobs/1/checkpoints',
    ])
    expect(paths(withJobs([one, two]))).toEqual([])
  })

  it('The patch contains what changed beside the jobs', () => {
    expect(paths(withJobs([one, two], { revision: before.revision + 1, leader: null }))).toEqual(['replace /leader', 'replace /revision'])
  })

  it('The patch between any two lists of jobs turns the first into the second', () => {
    const aJob = fc
      .record({
        of: fc.constantFrom(one, two),
        jobId: fc.constantFrom('a', 'b', 'c'),
        name: fc.option(fc.string()),
        checkpoints: fc.constantFrom(one.checkpoints, two.checkpoints, []),
      })
      .map(({ of, ...over }) => ({ ...of, ...over }))
    const jobs = fc.uniqueArray(aJob, { selector: ({ jobId }) => jobId })
    fc.assert(
      fc.property(jobs, jobs, (from, to) => {
        const after = withJobs(to, { asOf: 'later' })
        expect(applyPatch(withJobs(from), JSON.parse(JSON.stringify(compareSnapshots(withJobs(from), after))))).toEqual(after)
      }),
    )
  })
})
