import { joinDetail } from '../join-detail'
import { findFlinkBehaviour } from '@/lib/flink/behaviour'
import { findLayoutTable } from '@/lib/flink/layouts/layout-tables'
import { toCount, toList } from '@/lib/base/counts'
import type { ClusterFacts } from '../cluster-facts'
import { toNameOrId } from '../name-or-id'
import type { Reason, RecoveryJob } from '../snapshot'
import type { VerdictInput } from './verdict-input'
import { createReason } from './to-reason'

/** Of very many only the first are listed; then the last entry counts the rest, and names no path. */
function toUnreadCount(unread: readonly { path: string }[]): string {
  return unread.at(-1)?.path === '' ? `More than ${unread.length - 1} znodes` : toCount(unread.length, 'znode')
}

export function recoveryReasons({ facts, recovery, now }: VerdictInput): Reason[] {
  const broken = recovery.jobs.filter((job) => job.verdict === 'broken')
  const fresh = recovery.jobs.filter((job) => job.verdict === 'no-checkpoint-yet')
  const unproven = recovery.jobs.filter((job) => job.verdict === 'unknown')
  const found = broken.slice(0, 10).map((job) => toBrokenReason(facts, job))
  found.push(
    ...toGroupReasons('no-checkpoint', fresh, (names, detail) => `${names} ${detail}.`, findFreshAction),
    ...toGroupReasons('recovery-unproven', unproven, (names, detail) => `${joinDetail(names, detail)}.`),
  )
  found.push(...toOtherReasons(recovery.jobs))
  const unread = facts.tree.tree?.problems ?? []
  if (unread.length > 0)
    found.push(
      createReason(
        'znodes-unread',
        'warning',
        `${toUnreadCount(unread)} cannot be understood, so what a new leader would make of ${unread.length === 1 ? 'it' : 'them'} is not known; the first: ${unread[0]!.path}: ${unread[0]!.reason}.`,
        unread[0]!.path,
        'Look at it on the ZooKeeper page.',
      ),
    )
  const overdue = recovery.jobs.filter((job) => isOverdue(job, now))
  if (overdue.length > 0)
    found.push(
      createReason(
        'checkpoint-overdue',
        'warning',
        `${toNames(overdue)} completed no checkpoint for a long time; a takeover would replay all since then.`,
        overdue[0]!.jobId,
        'Look at the job’s checkpoint page in Flink.',
      ),
    )
  return found
}

/** Of jobs with a verdict in common so many details are told, one reason for each. */
const mostDetails = 3

/** A detail is told only of the jobs that have it. */
function toGroupReasons(
  code: string,
  jobs: readonly RecoveryJob[],
  toText: (names: string, detail: string) => string,
  findAction: (detail: string) => string | null = () => null,
): Reason[] {
  const details = [...new Set(jobs.map(({ verdictDetail }) => verdictDetail))].slice(0, mostDetails)
  const told = details.map((detail) => {
    const group = jobs.filter(({ verdictDetail }) => verdictDetail === detail)
    return createReason(code, 'warning', toText(toNames(group), detail), group[0]!.jobId, findAction(detail))
  })
  const rest = jobs.filter(({ verdictDetail }) => !details.includes(verdictDetail))
  return rest.length === 0
    ? told
    : [...told, createReason(code, 'warning', `${toElsewhere(rest)}.`, rest[0]!.jobId, 'Look at the Recovery page.')]
}

/** Jobs that share a verdict and not its detail. */
function toElsewhere(jobs: readonly RecoveryJob[]): string {
  return `${toNames(jobs)}: the Recovery page has the ${jobs.length === 1 ? 'detail' : 'details'}`
}

/** Pointers may be lost where checkpoint ids were given out (deriveJobVerdict): waiting alone is no answer then. */
function findFreshAction(detail: string): string {
  return detail.includes('were given out')
    ? 'Compare with the job’s checkpoint page in Flink. If it shows completed checkpoints, make a savepoint of the job.'
    : 'Wait for the first checkpoint, or turn checkpointing on.'
}

/** Unexpected behaviour of the next leader, one reason per kind. */
function toOtherReasons(jobs: readonly RecoveryJob[]): Reason[] {
  const kinds = [
    {
      code: 'job-would-return',
      severity: 'warning',
      has: ({ verdict }) => verdict === 'not-run',
      action:
        'If it is to stay ended: cancel it after the next takeover, or stop all JobManagers and remove its pointer in ZooKeeper after a backup.',
    },
    {
      code: 'job-would-be-skipped',
      severity: 'error',
      has: ({ verdict }) => verdict === 'skipped',
      action: 'Stop all JobManagers and put its pointer back together with an empty `locks` below it.',
    },
    {
      code: 'job-would-be-lost',
      severity: 'error',
      has: ({ verdict }) => verdict === 'state-lost',
      action: 'Make a savepoint of the job before anything else is restarted.',
    },
    {
      code: 'checkpoint-counter',
      severity: 'warning',
      has: ({ verdict, verdictDetail }) => verdict === 'recoverable' && verdictDetail.includes('checkpoint counter'),
      action: 'Make a savepoint of the job, and start it anew from that.',
    },
    {
      code: 'job-suspended',
      severity: 'warning',
      has: ({ verdict, state }) => verdict === 'recoverable' && state === 'suspended',
      action: 'Restart the JobManager that leads, so that a leader recovers the job.',
    },
  ] satisfies { code: string; severity: Reason['severity']; has: (job: RecoveryJob) => boolean; action: string }[]
  return kinds.flatMap(({ code, severity, has, action }) => {
    const [first, ...more] = jobs.filter(has)
    if (!first) return []
    const alike = more.filter(({ verdictDetail }) => verdictDetail === first.verdictDetail)
    const unlike = more.filter(({ verdictDetail }) => verdictDetail !== first.verdictDetail)
    const others = [
      ...(alike.length > 0 ? [` The same applies to ${toNames(alike)}.`] : []),
      ...(unlike.length > 0 ? [` ${toElsewhere(unlike)}.`] : []),
    ].join('')
    return [createReason(code, severity, `${joinDetail(first.name ?? first.jobId, first.verdictDetail)}.${others}`, first.jobId, action)]
  })
}

/** Ten intervals and at least a minute without a checkpoint, while the job is reported as running. */
function isOverdue(job: RecoveryJob, now: number): boolean {
  const newest = job.checkpoints.at(-1)
  if (!newest || job.checkpointIntervalMs === null || job.state !== 'running') return false
  return now - Date.parse(newest.completedAt) > Math.max(60_000, job.checkpointIntervalMs * 10)
}

function toNames(jobs: readonly RecoveryJob[]): string {
  return toList(jobs.map(toNameOrId))
}

/**
 * The effect of one broken pointer depends on the version: measured from 0.10 to 2.3 (docs/decisions/0005).
 * From 1.12 on each process that wins the election exits because of it, one after the other.
 */
function toBrokenReason(facts: ClusterFacts, job: RecoveryJob): Reason {
  const name = toNameOrId(job)
  const action = 'Restore the file from a backup, remove the pointer after a backup of it, or forget the job.'
  if (isFatalVersion(facts))
    return createReason(
      'takeover-would-fail',
      'error',
      `A takeover would fail: a file of ${name} is not there, and each JobManager that wins the election would exit; all jobs would stop. ${job.verdictDetail}.`,
      job.jobId,
      action,
    )
  return createReason(
    'job-would-be-lost',
    'error',
    `${joinDetail(`${name} would silently lose its state in a takeover`, job.verdictDetail)}.`,
    job.jobId,
    action,
  )
}

/** Unknown versions count as fatal: of two possible harms the greater one is reported. */
function isFatalVersion(facts: ClusterFacts): boolean {
  const known = findFlinkBehaviour(facts.flinkVersion, 'broken-pointer-is-fatal')
  return known ?? findLayoutTable(facts.tree.tree?.era ?? 'none')?.brokenPointerIsFatal ?? true
}
