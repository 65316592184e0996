import type { VerdictInput } from './reasons/verdict-input'
import type { ClusterSnapshot, Leader, Reason, RecoveryJob, Takeover, VerdictLevel } from './snapshot'
import { findOwnOutageOf, toDoingText } from './own-doing'
import { toIsolated } from '@/lib/base/isolated-name'
import { toCount } from '@/lib/base/counts'
import { toDurationText, toWindowText } from '@/lib/base/durations'

export interface Headline {
  sentence: string
  detail: string | null
}

/** @property now epoch ms; null leaves ages and waiting times out, for where nothing writes them anew */
type HeadlineFacts = Pick<VerdictInput, 'leader'> & {
  now: number | null
  recovery: { jobs: readonly RecoveryJob[] }
  operation: ClusterSnapshot['operation']
}

/** Codes of reasons that name a JobManager which may be an unproven standby. */
const mayStandBy: ReadonlySet<string> = new Set(['standby-unproven', 'master-unreachable', 'joining'])

/**
 * The sentence on top. Ages and waiting times in it are true at `now` only:
 * the screen renders it again as time passes, with the same function.
 */
export function toHeadline(level: VerdictLevel, input: HeadlineFacts, takeover: Takeover, reasons: readonly Reason[]): Headline {
  const [worst] = reasons
  switch (level) {
    case 'protected':
      return { sentence: toPrediction(input, takeover), detail: null }
    case 'at-risk':
      return { sentence: toPrediction(input, takeover), detail: worst?.text ?? null }
    case 'unprotected':
      return toUnprotected(input, takeover, reasons)
    case 'no-leader':
      return toNoLeader(input, takeover, reasons)
    case 'unknown':
      return { sentence: toUnknown(input, worst), detail: worst?.action ?? null }
  }
}

/** The headline of a snapshot that was read earlier, with the times as of `now` (epoch ms). */
export function toHeadlineOf(snapshot: ClusterSnapshot, now: number | null): Headline {
  const { verdict, takeover, leader, recovery, operation } = snapshot
  return toHeadline(verdict.level, { leader, recovery, operation, now }, takeover, verdict.reasons)
}

function toPrediction(input: HeadlineFacts, takeover: Takeover): string {
  const leader = input.leader?.master ?? input.leader?.rpcAddress ?? 'the leader'
  const standby = takeover.standby ?? 'a standby'
  const when = takeover.windowMs ? `in ${toWindowText(takeover.windowMs)}` : 'after a time that is not known'
  return `If ${leader} failed now, ${standby} would take over ${when}${toJobsClause(input, takeover)}.`
}

function toJobsClause(input: HeadlineFacts, takeover: Takeover): string {
  const returning = input.recovery.jobs.filter((job) => job.verdict === 'not-run').length
  const again = returning > 0 ? `; ${toCount(returning, 'job')} that the leader does not run would start again` : ''
  return `${toResumeClause(input, takeover, returning > 0)}${again}`
}

function toResumeClause({ recovery, now }: HeadlineFacts, takeover: Takeover, areOthers: boolean): string {
  const jobs = recovery.jobs.filter((job) => job.verdict !== 'not-run')
  if (jobs.length === 0) return areOthers ? '' : '; no job is registered for recovery'
  const good = jobs.filter((job) => job.verdict === 'recoverable').length
  const age = takeover.replayFrom === null || now === null ? '' : ` at most ${toDurationText(now - Date.parse(takeover.replayFrom))} old`
  const unproven = jobs.filter((job) => job.verdict === 'unknown').length
  if (good === 0 && unproven === jobs.length)
    return `; nothing proves that ${jobs.length === 1 ? 'the job' : `the ${jobs.length} jobs`} would resume`
  if (good === 0 && unproven > 0) return `, and none of the ${jobs.length} jobs is proven to resume from a checkpoint`
  if (good === 0) return `, and ${jobs.length === 1 ? 'the job' : `the ${jobs.length} jobs`} would resume from no checkpoint`
  return `, and ${good.toLocaleString('en')} of ${toCount(jobs.length, 'job')} would resume from ${good === 1 ? 'a checkpoint' : 'checkpoints'}${age}`
}

function toUnprotected(input: HeadlineFacts, takeover: Takeover, reasons: readonly Reason[]): Headline {
  const leader = input.leader?.master ?? input.leader?.rpcAddress ?? 'the leader'
  const fatal = reasons.find((reason) => reason.code === 'takeover-would-fail')
  if (fatal)
    return {
      sentence: `If ${leader} failed now, no JobManager could take over: a file of ${toJobName(input, fatal)} is missing.`,
      detail: fatal.text,
    }
  const lost = reasons.find((reason) => reason.code === 'job-would-be-lost')
  if (lost && takeover.standby)
    return {
      sentence: `If ${leader} failed now, ${takeover.standby} would take over, but ${toJobName(input, lost)} would lose its state.`,
      detail: lost.text,
    }
  const none = reasons.find((reason) => reason.code === 'no-standby')
  if (none)
    return {
      sentence: reasons.some(({ code }) => mayStandBy.has(code))
        ? `No standby is proven to be in line. If ${leader} fails, no standby is known to take over.`
        : `No standby is in line. If ${leader} fails, the cluster is down until a JobManager is restarted.`,
      detail: none.action ?? none.text,
    }
  return { sentence: toPrediction(input, takeover), detail: reasons[0]?.text ?? null }
}

function toJobName(input: HeadlineFacts, reason: Reason): string {
  const name = input.recovery.jobs.find((candidate) => candidate.jobId === reason.subject)?.name ?? null
  return name === null ? `job ${reason.subject}` : toIsolated(name)
}

function toNoLeader(input: HeadlineFacts, takeover: Takeover, reasons: readonly Reason[]): Headline {
  const { leader, now } = input
  const waited = takeover.since === null || now === null ? null : toDurationText(now - Date.parse(takeover.since))
  const next = takeover.standby
  const outage = reasons.find((reason) => reason.code === 'quorum-not-serving')
  if (outage) return { sentence: 'No leader is possible: the ZooKeeper quorum does not serve.', detail: outage.text }
  const missing = reasons.find((reason) => reason.code === 'root-missing')
  if (missing) return { sentence: 'No leader. This cluster has written nothing to ZooKeeper.', detail: missing.action }
  const own = findOwnOutageOf(takeover, input.operation)
  if (own)
    return {
      sentence: `No leader${waited ? ` for ${waited}` : ''} during ${toDoingText(own)}${next ? `; ${next} is next in line` : ', and no standby is proven to be in line'}.`,
      detail: null,
    }
  if (leader && takeover.since !== null) return { sentence: toLostLeader(leader, waited, next), detail: reasons[0]?.text ?? null }
  const waiting = waited ? `No leader for ${waited}` : 'No leader'
  return {
    sentence: next ? `${waiting}; ${next} is next in line.` : `${waiting}, and no standby is proven to be in line.`,
    detail: reasons[0]?.action ?? reasons[0]?.text ?? null,
  }
}

function toLostLeader(leader: Leader, waited: string | null, next: string | null): string {
  const isFrozen = leader.process === 'frozen'
  const verb = isFrozen ? `${waited ? `has answered nothing for ${waited}` : 'answers nothing'}` : `died${waited ? ` ${waited} ago` : ''}`
  const then = next ? `; ${next} should take over as soon as ${isFrozen ? 'its' : 'that'} session ends` : ', and no standby is in line'
  return `${leader.master ?? leader.rpcAddress} ${verb}. ZooKeeper still lists it${then}.`
}

function toUnknown(input: HeadlineFacts, worst: Reason | undefined): string {
  const last = input.leader?.master
  const text = worst?.text ?? 'Nothing is known yet.'
  return last ? `${text} Last seen leading: ${last}.` : text
}
