import { toNameOrId } from './name-or-id'
import { toIso } from './observed'
import type { ClusterEvent, ClusterSnapshot, EventKind, JobManager, RecoveryJob, Severity } from './snapshot'
import { toDurationText } from '@/lib/base/durations'

type Parts = Pick<ClusterSnapshot, 'leader' | 'jobManagers' | 'quorum' | 'recovery' | 'verdict' | 'sources'>
type Draft = Omit<ClusterEvent, 'id' | 'at'>

const LEVEL_SEVERITY = { protected: 'note', 'at-risk': 'warning', unprotected: 'error', 'no-leader': 'error', unknown: 'error' } as const

/**
 * What happened between two snapshots, in words.
 * @param told `outageSince`: epoch ms of the open outage, for "after 34 s without one"; `contradictions`: dropped proofs, in sentences
 * @param serial makes ids unique within the process
 */
export function deriveEvents(
  before: Parts,
  after: Parts,
  { outageSince, contradictions }: { outageSince: number | null; contradictions: readonly string[] },
  now: number,
  serial: number,
): ClusterEvent[] {
  const drafts = [
    ...leaderEvents(before, after, outageSince, now),
    ...before.jobManagers.flatMap((jm) =>
      roleEvents(
        jm,
        after.jobManagers.find((next) => next.master === jm.master),
      ),
    ),
    ...contradictions.map((text) => draft('role', 'warning', `A proof is dropped: ${text}`, null)),
    ...quorumEvents(before, after),
    ...jobEvents(before.recovery.jobs, after.recovery.jobs, after.sources.zookeeper.state === 'live'),
    ...sourceEvents(before, after),
    ...verdictEvents(before, after),
  ]
  return drafts.map((draft, index) => ({ id: `${serial + index}`, at: toIso(now), ...draft }))
}

function draft(kind: EventKind, severity: Severity, text: string, subject: string | null): Draft {
  return { kind, severity, text, subject }
}

function leaderEvents(before: Parts, after: Parts, outageSince: number | null, now: number): Draft[] {
  const [last, next] = [before.leader, after.leader]
  if (next && next.leaderSessionId !== last?.leaderSessionId) {
    const who = next.master ?? next.rpcAddress
    const wait = outageSince === null ? '' : ` after ${toDurationText(now - outageSince)} without a leader`
    const again = last && last.master === next.master ? 'leads again in a new term' : 'took the lead'
    return [draft('leader', 'warning', `${who} ${again}${wait}`, next.master)]
  }
  if (last && !next) return [draft('leader', 'error', `${last.master ?? last.rpcAddress} lost leadership. There is no leader`, last.master)]
  if (last && next && last.process !== next.process)
    return [
      draft(
        'process',
        next.process === 'running' ? 'note' : 'error',
        toProcessText(next.master ?? next.rpcAddress, next.process),
        next.master,
      ),
    ]
  return []
}

function toProcessText(master: string, process: JobManager['processState']): string {
  const words = {
    running: 'answers again',
    frozen: 'stopped responding',
    gone: 'is gone: its process ended',
    unknown: 'cannot be reached',
  }
  return `${master} ${words[process]}`
}

function roleEvents(last: JobManager, next: JobManager | undefined): Draft[] {
  if (!next || last.role === next.role || next.role === 'leader') return []
  // An unknown process gives no event. One that was heard is unknown for a moment when its connection breaks, before it is down.
  if (last.role === 'unknown' && (next.role !== 'down' || last.webUi.checkedAt === null)) return []
  const words = {
    standby: 'stands by',
    joining: 'is starting',
    down: 'is down',
    unreachable: 'cannot be reached',
    unknown: 'is not known to be in the election any more',
  }
  const severity = next.role === 'standby' || next.role === 'joining' ? 'note' : 'warning'
  return [draft('role', severity, `${next.master} ${words[next.role]}`, next.master)]
}

function quorumEvents(before: Parts, after: Parts): Draft[] {
  const members = after.quorum.members.flatMap((member) => {
    const last = before.quorum.members.find((candidate) => candidate.address === member.address)
    if (!last || last.mode === member.mode || last.mode === 'unknown') return []
    return [
      draft(
        'quorum',
        member.mode === 'down' ? 'warning' : 'note',
        `ZooKeeper member ${member.address}: ${last.mode} → ${member.mode}`,
        member.address,
      ),
    ]
  })
  if (before.quorum.serving === true && after.quorum.serving === false)
    members.push(draft('quorum', 'error', 'The ZooKeeper quorum stopped serving', null))
  if (before.quorum.serving === false && after.quorum.serving === true)
    members.push(draft('quorum', 'note', 'The ZooKeeper quorum serves again', null))
  return members
}

function jobEvents(before: readonly RecoveryJob[], after: readonly RecoveryJob[], isLive: boolean): Draft[] {
  if (!isLive || before === after) return []
  // The same jobs in the same order, as nearly always: then a thousand jobs need no lookup.
  if (before.length === after.length && before.every(({ jobId }, i) => jobId === after[i]?.jobId))
    return after.flatMap((job, i) => jobChanges(before[i], job)).slice(0, 20)
  const last = new Map(before.map((job) => [job.jobId, job]))
  const next = new Set(after.map((job) => job.jobId))
  const found = after.flatMap((job) => jobChanges(last.get(job.jobId), job))
  const gone = before.filter((job) => !next.has(job.jobId)).map((job) => draft('job', 'note', `${toNameOrId(job)} ended`, job.jobId))
  return [...found, ...gone].slice(0, 20)
}

function jobChanges(known: RecoveryJob | undefined, job: RecoveryJob): Draft[] {
  if (known === job) return []
  if (!known) return [draft('job', 'note', `${toNameOrId(job)} was submitted`, job.jobId)]
  if (known.verdict === job.verdict || job.verdict === 'unknown') return []
  if (job.verdict === 'broken')
    return [draft('job', 'error', `${toNameOrId(job)} could not be recovered any more: ${job.verdictDetail}`, job.jobId)]
  return known.verdict === 'unknown' ? [] : [draft('job', 'note', `${toNameOrId(job)}: ${job.verdictDetail}`, job.jobId)]
}

function sourceEvents(before: Parts, after: Parts): Draft[] {
  const [last, next] = [before.sources.zookeeper, after.sources.zookeeper]
  if (last.state === next.state) return []
  if (next.state === 'live') return [draft('source', 'note', 'ZooKeeper is read again', null)]
  return last.state === 'live'
    ? [draft('source', 'error', `ZooKeeper is not heard any more${next.detail ? `: ${next.detail}` : ''}`, null)]
    : []
}

function verdictEvents(before: Parts, after: Parts): Draft[] {
  if (before.verdict.level === after.verdict.level) return []
  return [
    draft(
      'verdict',
      LEVEL_SEVERITY[after.verdict.level],
      `Status: ${toWords(before.verdict.level)} → ${toWords(after.verdict.level)}`,
      null,
    ),
  ]
}

function toWords(level: string): string {
  return level.replace('-', ' ')
}
