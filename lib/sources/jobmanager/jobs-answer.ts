import 'server-only'
import { z } from 'zod'
import type { RestJob } from '@/lib/model/facts'
import { readAnswer, type Reading } from './read-json'
import type { RestAnswer } from './rest-client'

const mostJobs = 20_000

const wireJob = z.looseObject({
  jid: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().transform((name) => name.slice(0, 500)),
  state: z.string().max(40),
  'start-time': z.number(),
  tasks: z.looseObject({ total: z.number(), running: z.number(), finished: z.number().optional() }),
})

type WireJob = z.infer<typeof wireJob>

const jobsOverview = z.object({ jobs: z.array(wireJob).max(mostJobs) })
/** Up to 1.4: JobsOverviewHandler split them. */
const joboverview = z.object({ running: z.array(wireJob).max(mostJobs), finished: z.array(wireJob).max(mostJobs) })

export interface JobsReading {
  jobs: RestJob[]
  /** Jobs that are neither ended nor running with all their tasks. */
  unsettledIds: string[]
}

const ended = new Set(['FINISHED', 'CANCELED', 'FAILED'])

/** `/jobs/overview` (1.5+) or `/joboverview`: the leader's answer, from any JobManager. */
export function readJobs(answer: RestAnswer, path: string): Reading<JobsReading> {
  const reading = path === '/joboverview' ? readOldJobs(answer, path) : readAnswer(answer, path, jobsOverview)
  if (!reading.ok) return reading
  const { jobs } = reading.value
  const unsettledIds = jobs.filter((job) => !isSettled(job)).map(({ jid }) => jid)
  return { ok: true, value: { jobs: jobs.map(toJob), unsettledIds } }
}

function readOldJobs(answer: RestAnswer, path: string): Reading<{ jobs: WireJob[] }> {
  const reading = readAnswer(answer, path, joboverview)
  return reading.ok ? { ok: true, value: { jobs: [...reading.value.running, ...reading.value.finished] } } : reading
}

function toJob(job: WireJob): RestJob {
  const startedAt = job['start-time']
  return {
    jobId: job.jid,
    name: job.name,
    state: job.state,
    startedAt: startedAt > 0 ? startedAt : null,
    tasks: { running: job.tasks.running, finished: job.tasks.finished ?? 0, total: job.tasks.total },
  }
}

function isSettled({ state, tasks }: WireJob): boolean {
  if (ended.has(state)) return true
  return state === 'RUNNING' && tasks.total > 0 && tasks.running + (tasks.finished ?? 0) >= tasks.total
}
