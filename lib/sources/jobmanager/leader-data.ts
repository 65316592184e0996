import 'server-only'
import type { Clock } from '@/lib/base/clock'
import { findFlinkBehaviour } from '@/lib/flink/behaviour'
import type { RestCheckpoints, RestFailures, RestJob } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import { readCheckpointInterval, readCheckpoints } from './checkpoints-answer'
import { mostFailures, readFailures } from './exceptions-answer'
import type { FactsHolder } from './facts-holder'
import { readJobs } from './jobs-answer'
import type { RestAnswer } from './rest-client'
import { readTaskManagers } from './task-managers-answer'

export type LeaderRequest =
  | { kind: 'jobs'; path: '/jobs/overview' | '/joboverview' }
  | { kind: 'task-managers'; path: '/taskmanagers' }
  | { kind: 'checkpoints' | 'interval' | 'failures'; path: string; jobId: string }

/** Number of jobs whose checkpoints are requested one by one; beyond it only ZooKeeper's pointers are used. */
const mostFollowed = 50
const ended = new Set(['FINISHED', 'CANCELED', 'FAILED'])

/**
 * The leader's data about jobs and TaskManagers, one request at a time: every second request is the jobs overview,
 * the others alternate. Whether a request may be made at all is decided elsewhere.
 */
export class LeaderData {
  /** Number of unsettled jobs in the last overview; null until there was one since `reset`. */
  unsettled: number | null = null
  private turn = 0
  /** Jobs whose checkpoint interval is known: it does not change while a job lives. */
  private readonly intervals = new Set<string>()
  /** Unsettled jobs whose failures were not requested since they became unsettled. */
  private readonly unasked = new Set<string>()
  /** Tasks started or ended since TaskManagers were requested, so slots changed too. */
  private haveSlotsMoved = false
  private jobsPath: '/jobs/overview' | '/joboverview' = '/jobs/overview'

  constructor(
    private readonly holder: FactsHolder,
    private readonly clock: Clock,
  ) {}

  /** A new process or a new term: what was known of jobs is out of date. */
  reset(reason: string, flinkVersion: string | null): void {
    const now = this.clock.now()
    this.unsettled = null
    this.turn = 0
    this.intervals.clear()
    this.unasked.clear()
    this.jobsPath = findFlinkBehaviour(flinkVersion, 'jobs-overview') === false ? '/joboverview' : '/jobs/overview'
    if (this.holder.facts.jobs.known) this.holder.setJobs(unknown('jobManagers', now, reason))
    if (this.holder.facts.taskManagers.known) this.holder.setTaskManagers(unknown('jobManagers', now, reason))
  }

  next(onlyJobs: boolean): LeaderRequest {
    const isJobsTurn = this.turn % 2 === 0
    if (onlyJobs || isJobsTurn) {
      if (isJobsTurn) this.turn += 1
      return { kind: 'jobs', path: this.jobsPath }
    }
    if (this.haveSlotsMoved) {
      this.turn += 1
      return { kind: 'task-managers', path: '/taskmanagers' }
    }
    const others = this.toOthers()
    const other = others[Math.floor(this.turn / 2) % others.length]
    this.turn += 1
    return other ?? { kind: 'task-managers', path: '/taskmanagers' }
  }

  apply(request: LeaderRequest, answer: RestAnswer): void {
    switch (request.kind) {
      case 'jobs':
        return this.applyJobs(request.path, answer)
      case 'task-managers': {
        this.haveSlotsMoved = false
        const reading = readTaskManagers(answer)
        const at = this.clock.now()
        return this.holder.setTaskManagers(
          reading.ok ? known('jobManagers', at, reading.value, '/taskmanagers') : unknown('jobManagers', at, reading.reason),
        )
      }
      case 'checkpoints': {
        const reading = readCheckpoints(answer, request.path)
        return reading.ok ? this.note(request.jobId, { newest: reading.value }) : undefined
      }
      case 'failures': {
        this.unasked.delete(request.jobId)
        const reading = readFailures(answer, request.path)
        return reading.ok ? this.noteFailures({ jobId: request.jobId, ...reading.value }) : undefined
      }
      case 'interval': {
        const reading = readCheckpointInterval(answer, request.path)
        this.intervals.add(request.jobId)
        return this.note(request.jobId, toInterval(reading))
      }
    }
  }

  fail(request: LeaderRequest, reason: string): void {
    const now = this.clock.now()
    if (request.kind === 'jobs') this.holder.setJobs(unknown('jobManagers', now, reason))
    if (request.kind === 'task-managers') this.holder.setTaskManagers(unknown('jobManagers', now, reason))
  }

  private applyJobs(path: '/jobs/overview' | '/joboverview', answer: RestAnswer): void {
    const at = this.clock.now()
    const reading = readJobs(answer, path)
    if (!reading.ok) {
      // 1.2 reads `overview` as a job id and answers 500, later ones do not know `/joboverview`.
      if (answer.status === 404 || answer.status === 500) this.jobsPath = path === '/joboverview' ? '/jobs/overview' : '/joboverview'
      return this.holder.setJobs(unknown('jobManagers', at, reading.reason))
    }
    const { jobs: before } = this.holder.facts
    this.unsettled = reading.value.unsettledIds.length
    if (countTasks(before.known ? before.value : []) !== countTasks(reading.value.jobs)) this.haveSlotsMoved = true
    this.holder.setJobs(known('jobManagers', at, reading.value.jobs, path))
    this.forgetEnded(reading.value.jobs)
    for (const jobId of reading.value.unsettledIds) this.unasked.add(jobId)
  }

  private forgetEnded(jobs: readonly RestJob[]): void {
    const { checkpoints } = this.holder.facts
    for (const jobId of this.intervals) if (!jobs.some((job) => job.jobId === jobId)) this.intervals.delete(jobId)
    const kept = new Map([...checkpoints].filter(([jobId]) => jobs.some((job) => job.jobId === jobId)))
    if (kept.size !== checkpoints.size) this.holder.setCheckpoints(kept)
    const { failures } = this.holder.facts
    const failed = new Map([...failures].filter(([jobId]) => jobs.some((job) => job.jobId === jobId)))
    if (failed.size !== failures.size) this.holder.setFailures(failed)
    for (const jobId of this.unasked) if (!jobs.some((job) => job.jobId === jobId)) this.unasked.delete(jobId)
  }

  private note(jobId: string, part: Partial<RestCheckpoints>): void {
    const { checkpoints } = this.holder.facts
    const before = checkpoints.get(jobId) ?? { jobId, newest: null, intervalMs: null, checkpointing: 'unknown' }
    const next = { ...before, ...part }
    if (checkpoints.has(jobId) && JSON.stringify(before) === JSON.stringify(next)) return
    this.holder.setCheckpoints(new Map(checkpoints).set(jobId, next))
  }

  private noteFailures(reported: RestFailures): void {
    const { failures } = this.holder.facts
    const before = failures.get(reported.jobId)
    if (before && JSON.stringify(before) === JSON.stringify(reported)) return
    this.holder.setFailures(new Map(failures).set(reported.jobId, reported))
  }

  private toOthers(): LeaderRequest[] {
    const { jobs } = this.holder.facts
    const living = jobs.known ? jobs.value.filter((job) => !ended.has(job.state)).slice(0, mostFollowed) : []
    return [
      { kind: 'task-managers', path: '/taskmanagers' },
      ...living.flatMap(({ jobId }): LeaderRequest[] => [
        ...(this.unasked.has(jobId)
          ? [{ kind: 'failures' as const, path: `/jobs/${jobId}/exceptions?maxExceptions=${mostFailures}`, jobId }]
          : []),
        { kind: 'checkpoints', path: `/jobs/${jobId}/checkpoints`, jobId },
        ...(this.intervals.has(jobId) ? [] : [{ kind: 'interval' as const, path: `/jobs/${jobId}/checkpoints/config`, jobId }]),
      ]),
    ]
  }
}

function countTasks(jobs: readonly RestJob[]): number {
  return jobs.reduce((sum, { tasks }) => sum + tasks.running, 0)
}

function toInterval(reading: ReturnType<typeof readCheckpointInterval>): Pick<RestCheckpoints, 'intervalMs' | 'checkpointing'> {
  if (!reading.ok) return { intervalMs: null, checkpointing: 'unknown' }
  return { intervalMs: reading.value, checkpointing: reading.value === null ? 'off' : 'on' }
}
