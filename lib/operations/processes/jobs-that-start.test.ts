import { expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { checkJobsThatStart } from './jobs-that-start'

const { leader, recovery } = aSnapshot()
const [job] = recovery.jobs
const withJobs = (count: number, over: Partial<typeof job & object> = {}) => ({
  leader: null,
  recovery: { ...recovery, jobs: Array.from({ length: count }, (_, i) => ({ ...job!, name: `job-${i + 1}`, ...over })) },
})

it('A plan that brings a first leader names the jobs that it would start', () => {
  expect(checkJobsThatStart(withJobs(2))).toEqual([
    { code: 'jobs-would-start', level: 'warning', text: 'ZooKeeper holds 2 jobs that would be started: job-1 and job-2.' },
  ])
  expect(checkJobsThatStart(withJobs(1, { name: null }))[0]?.text).toBe(`ZooKeeper holds 1 job that would be started: ${job!.jobId}.`)
  expect(checkJobsThatStart(withJobs(9))[0]?.text).toMatch(/^ZooKeeper holds 9 jobs .* and \d more\.$/)
})

it('A plan names no jobs beside a leader, without jobs, or for jobs that no leader would start', () => {
  expect(checkJobsThatStart({ ...withJobs(2), leader })).toEqual([])
  expect(checkJobsThatStart(withJobs(0))).toEqual([])
  expect(checkJobsThatStart(withJobs(2, { graph: null }))).toEqual([])
  expect(checkJobsThatStart(withJobs(2, { verdict: 'skipped' }))).toEqual([])
})
