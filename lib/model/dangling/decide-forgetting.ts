import type { ClusterSnapshot, RecoveryJob } from '../snapshot'
import { toKept, leastAgeMs, mostZnodes, toDeepestFirst, type DanglingWorld, type RemovalCode, type RemovalDecision } from './removal'

/** Who runs a job now, or may recover it at any moment. */
export interface JobStanding {
  jobId: string
  isContended: boolean
  leader: DanglingWorld['leader']
  /** The leader's own list has the job as not ended; null: it has not sent one. */
  isLive: boolean | null
  /** The file of its graph is proven missing or too short: no JobManager can recover it. */
  isGraphLost: boolean
}

/**
 * Why a job may not be forgotten now, and what to do first; null: nothing stands against it. From what a snapshot shows as well as from a
 * new reading. A lost graph permits it while JobManagers take part: each that reads it ends before it gets to the checkpoints
 * (SessionDispatcherLeaderProcess.recoverJobs; docs/decisions: forget a job).
 */
export function refuseForgetting(standing: JobStanding): { code: RemovalCode; text: string } | null {
  const { jobId, isContended, leader, isLive, isGraphLost } = standing
  if (leader === 'running') {
    if (isLive === null) return { code: 'jobs-not-known', text: 'The leader has not reported its jobs yet. Try again in a moment.' }
    return isLive ? { code: 'job-lives', text: toCancelText(jobId) } : null
  }
  if (leader === 'not-proven')
    return {
      code: 'jobs-not-known',
      text: 'ZooKeeper names a leader, and whether its process lives is not proven: it may run this job. Wait until that is known, or stop every JobManager first.',
    }
  if (!isContended || isGraphLost) return null
  return {
    code: 'job-registered',
    text: 'JobManagers take part in the election, and the next leader would recover this job. Stop every JobManager, forget the job, then start them again.',
  }
}

function toCancelText(jobId: string): string {
  return `The leader runs this job. Cancel it in Flink first: \`flink cancel ${jobId}\`, or Cancel Job on its page of Flink’s web UI; Flink then removes its metadata by itself. A job that Flink cannot cancel (SUSPENDED) is forgotten while every JobManager is stopped.`
}

/**
 * Whether all recovery metadata of a job may be removed. All its znodes go in one transaction: a JobManager that has locked its graph
 * meanwhile makes it fail, and one that has not finds nothing of the job.
 */
export function decideForgetting(jobId: string, world: DanglingWorld): RemovalDecision {
  const { znodes, leader, now } = world
  if (!isJobId(jobId)) return toKept('not-removable', `${jobId.slice(0, 100)} is no id of a job: that is 32 hexadecimal digits.`)
  if (znodes.length === 0) return toKept('gone-already', 'ZooKeeper holds nothing of this job.')
  if (znodes.length > mostZnodes) return toKept('too-many', `It has more than ${mostZnodes} znodes. Remove orphaned ones first.`)
  const isGraphLost = world.target === 'missing' || world.target === 'unreadable'
  const isLive = world.liveJobs === null ? null : world.liveJobs.has(jobId)
  const refusal = refuseForgetting({ jobId, isContended: world.isContended, leader, isLive, isGraphLost })
  if (refusal) return toKept(refusal.code, refusal.text)
  if (leader === 'running' && !world.hasLocks)
    return toKept(
      'job-registered',
      'This version of Flink takes no locks on its jobs, so the leader may have read this one and run it later. Stop every JobManager, forget the job, then start them again.',
    )
  const isDoomed = isGraphLost && leader !== 'running'
  if (znodes.some(({ owner, isLock }) => owner !== '0x0' && !(isLock && isDoomed)))
    return toKept(
      'held-by-session',
      'A ZooKeeper session holds a lock on it: a JobManager works with it, or its session has not ended yet. Stop every JobManager, wait until their sessions have ended, then plan anew.',
    )
  if (leader === 'running' && znodes.some(({ modifiedAt }) => now - modifiedAt < leastAgeMs))
    return toKept('too-young', 'It was written less than a minute ago: the leader may be about to run it.')
  return { kind: 'remove', znodes: toDeepestFirst(znodes), files: world.ownFiles }
}

export function isJobId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

/** A snapshot’s view of one job; a plan decides again, from a new reading. */
export function toStanding(
  snapshot: Pick<ClusterSnapshot, 'leader' | 'jobManagers' | 'strangers' | 'recovery'>,
  job: RecoveryJob,
): JobStanding {
  const { leader, jobManagers, strangers, recovery } = snapshot
  return {
    jobId: job.jobId,
    isContended: leader !== null || strangers.length > 0 || jobManagers.some(({ inLine }) => inLine !== null),
    leader: toLeaderState(leader),
    isLive: recovery.areJobsReported ? isLive(job) : null,
    isGraphLost: job.graph?.target === 'missing' || job.graph?.target === 'unreadable',
  }
}

export function toLeaderState(leader: ClusterSnapshot['leader']): DanglingWorld['leader'] {
  if (leader === null) return 'none'
  return leader.process === 'running' || leader.process === 'gone' ? leader.process : 'not-proven'
}

const ended = new Set(['finished', 'canceled', 'failed'])

/** Ids of the jobs in the leader's own list that have not ended; null: the leader has not sent one. */
export function findLiveJobs({ jobs, areJobsReported }: ClusterSnapshot['recovery']): ReadonlySet<string> | null {
  return areJobsReported ? new Set(jobs.filter(isLive).map(({ jobId }) => jobId)) : null
}

function isLive({ state, stateAt }: RecoveryJob): boolean {
  return stateAt !== null && (state === null || !ended.has(state))
}
