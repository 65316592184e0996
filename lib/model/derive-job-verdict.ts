import { graphNouns } from '@/lib/flink/layouts/layout-tables'
import type { HaJob } from '@/lib/flink/layouts/types'
import type { Leader, Pointer, RecoveryJob } from './snapshot'
import type { RestCheckpoints, RestJob } from './facts'
import { toIso } from './observed'

type JobVerdictText = Pick<RecoveryJob, 'verdict' | 'verdictDetail'>

/** What a job's verdict is based on. */
export interface JudgedJob {
  job: HaJob
  graph: Pointer | null
  checkpoints: RecoveryJob['checkpoints']
  reported: RestJob | undefined
  stats: RestCheckpoints | undefined
  leader: Leader | null
  locks: RecoveryJob['locks']
  doubts: JobRechecks
  /** The job ended, and its result is stored. */
  hasResult: boolean
}

/**
 * Conditions that count only after they lasted: each may hold for a moment between two writes of Flink. Epoch ms since when; null: it does
 * not hold.
 */
export interface JobRechecks {
  /** The leader does not run the job, though ZooKeeper holds it. */
  notRunSince: number | null
  /** The counter is gone or not above the newest checkpoint. */
  counterSince: number | null
}

const ended = new Set(['FINISHED', 'CANCELED', 'FAILED'])
/** Covers the end of a job until its znodes are removed, with a retried clean-up; and submission until the leader lists it. */
const cleanUpMs = 60_000
const counterMs = 10_000

/** @param hasTold the proven leader reported which jobs it has */
export function advanceRechecks(
  before: JobRechecks | null,
  { job, reported, hasReported }: { job: HaJob; reported: RestJob | undefined; hasReported: boolean },
  now: number,
): JobRechecks {
  const isNotRun = hasReported && job.graph !== null && (!reported || ended.has(reported.state))
  const newest = job.checkpoints.at(-1)?.checkpointId
  const isCounterOff = newest !== undefined && (job.nextCheckpointId === null || BigInt(job.nextCheckpointId) <= BigInt(newest))
  return {
    notRunSince: isNotRun ? (before?.notRunSince ?? now) : null,
    counterSince: isCounterOff ? (before?.counterSince ?? now) : null,
  }
}

/** Keeps only the conditions that lasted long enough to be reported. */
export function toLasting({ notRunSince, counterSince }: JobRechecks, now: number): JobRechecks {
  return {
    notRunSince: notRunSince !== null && now - notRunSince >= cleanUpMs ? notRunSince : null,
    counterSince: counterSince !== null && now - counterSince >= counterMs ? counterSince : null,
  }
}

/** What the next leader will do with a job. @param judged its `doubts` are those that lasted */
export function deriveJobVerdict(judged: JudgedJob): JobVerdictText {
  const { job, graph, checkpoints } = judged
  const pointers = [...(graph ? [graph] : []), ...checkpoints.map((checkpoint) => checkpoint.pointer)]
  const broken = pointers.find((pointer) => pointer.target === 'missing' || pointer.target === 'unreadable')
  if (broken && !job.graph?.isSkipped) return { verdict: 'broken', verdictDetail: toBrokenDetail(broken) }
  if (!graph)
    return {
      verdict: 'unknown',
      verdictDetail: `no ${graphNouns[job.graphKind]} is registered: a left-over, or a job being cleaned up`,
    }
  if (job.graph?.isSkipped)
    return {
      verdict: 'skipped',
      verdictDetail: `the next leader skips it without a word: ${graph.znode} has no \`locks\` below it, as if it were being deleted`,
    }
  if (judged.doubts.notRunSince !== null && judged.hasResult)
    return {
      verdict: 'unknown',
      verdictDetail: 'it ended, and its stored result keeps a new leader from running it; its znodes are still there',
    }
  if (judged.doubts.notRunSince !== null) return { verdict: 'not-run', verdictDetail: toNotRunDetail(judged, judged.doubts.notRunSince) }
  const unproven = pointers.find((pointer) => pointer.target === 'unchecked')
  if (unproven) return { verdict: 'unknown', verdictDetail: unproven.detail }
  return deriveResume(judged)
}

function deriveResume({ job, reported, stats, doubts }: JudgedJob): JobVerdictText {
  const newest = job.checkpoints.findLast(({ pointer }) => !pointer.isSkipped)
  const skipped = job.checkpoints.at(-1)
  if (!newest && skipped)
    return {
      verdict: 'state-lost',
      verdictDetail: `${fromStart}, silently: the pointer to checkpoint ${skipped.checkpointId} has no \`locks\` below it, so the next leader skips it`,
    }
  if (!newest && stats?.newest)
    return {
      verdict: 'state-lost',
      verdictDetail: `${fromStart}, silently: the leader completed checkpoint ${stats.newest.id}, and ZooKeeper has no pointer to any`,
    }
  if (!newest) return { verdict: 'no-checkpoint-yet', verdictDetail: `${fromStart}: ${toNoPointerText(job, stats)}` }
  const suspended = reported?.state === 'SUSPENDED' ? ' with the next leader: this one lost the lead while the job ran (SUSPENDED)' : ''
  return {
    verdict: 'recoverable',
    verdictDetail: `would resume from checkpoint ${newest.checkpointId}${suspended}${toCounterRemark(job, doubts)}`,
  }
}

/** Flink restores the savepoint of the submission where it finds no checkpoint (CheckpointCoordinator.restoreSavepoint). */
const fromStart = 'would start from the beginning, or from the savepoint it was submitted with'

/** The counter is raised before a checkpoint is made: ids were given out, and their checkpoints may have failed or their pointers be lost. */
function toNoPointerText({ nextCheckpointId }: HaJob, stats: RestCheckpoints | undefined): string {
  if (stats || nextCheckpointId === null || BigInt(nextCheckpointId) <= 1n) return 'no checkpoint is complete'
  return `ZooKeeper has no pointer to a checkpoint, though ids up to ${BigInt(nextCheckpointId) - 1n} were given out; none is complete, or their pointers are lost`
}

/** Measured with 1.20.1: without a counter ids begin at 1 again; a counter that is too low collides with existing files. */
function toCounterRemark({ nextCheckpointId, checkpoints, isCounterUnreadable }: HaJob, { counterSince }: JobRechecks): string {
  if (counterSince === null) return ''
  if (isCounterUnreadable) return '; its checkpoint counter could not be read'
  if (nextCheckpointId === null) return '; its checkpoint counter is gone, so checkpoint ids would begin at 1 again'
  const newest = checkpoints.at(-1)?.checkpointId
  return `; its checkpoint counter is at ${nextCheckpointId}, so checkpoint ${newest} would be made again, fail on files that are there already, and restart the job`
}

function toNotRunDetail({ reported, locks, leader }: JudgedJob, since: number): string {
  const state = reported ? `the leader says ${reported.state}` : 'the leader does not run it'
  const foreign = locks.filter(({ owner }) => owner !== leader?.zkSessionId).map(({ owner }) => owner)
  const held = foreign.length > 0 ? `; ZooKeeper session ${foreign[0]} holds a lock on it` : ''
  return `${state}, seen so since ${toIso(since)}, and ZooKeeper still holds it: a takeover would start it again${held}`
}

/** Details of a file mostly begin with its path, which the sentence already names. */
function toBrokenDetail({ path, znode, detail }: Pointer): string {
  const name = (path ?? znode).split('/').at(-1)!
  return detail.includes(name) ? detail : `${path ?? znode}: ${detail}`
}
