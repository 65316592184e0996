import { joinDetail } from './join-detail'
import { toNameOrId } from './name-or-id'
import { toIso } from './observed'
import type { ClusterEvent, ClusterSnapshot, EventKind, JobManager, RecoveryJob, Severity } from './snapshot'
import { toLaneRole } from './lanes'
import { findOwnMove, isAnswer, isOwnStop, toDoingText } from './own-doing'
import type { RunningOperation } from './operation'
import type { ObservedTakeover } from './takeover-run'
import { levelWords, memberModeWords } from './state-words'
import { toDurationText } from '@/lib/base/durations'

type Parts = Pick<ClusterSnapshot, 'leader' | 'jobManagers' | 'quorum' | 'recovery' | 'verdict' | 'sources' | 'operation'>
type Draft = Omit<ClusterEvent, 'id' | 'at'>

const levelSeverity = { protected: 'note', 'at-risk': 'warning', unprotected: 'error', 'no-leader': 'error', unknown: 'error' } as const

interface Told {
  /** Epoch ms of the outage that was open, for "after 34 s without a leader". */
  outageSince: number | null
  /** Proofs that were dropped, in sentences. */
  contradictions: readonly string[]
  /** The last one that led, also when none does. */
  lastLeader: string | null
  /** The takeover under way, or the last one. */
  run: ObservedTakeover | null
}

/**
 * What happened between two snapshots, in words. An effect that an operation of this console intends is reported as its doing.
 * @param serial makes ids unique within the process
 */
export function deriveEvents(
  before: Parts,
  after: Parts,
  { outageSince, contradictions, lastLeader, run }: Told,
  now: number,
  serial: number,
): ClusterEvent[] {
  // One that ended just now was still running when this happened.
  const operation = after.operation ?? before.operation
  const lately = before.leader?.master ?? lastLeader
  const own = outageSince === null && operation !== null && isAnswer(operation) ? null : findOwnMove(operation, lately, run)
  const drafts = [
    ...leaderEvents(before, after, outageSince, now).map((draft) => toOwn(draft, own)),
    ...before.jobManagers.flatMap((jm) => {
      const leads = jm.master === lately
      const isOwn = leads ? own !== null && (!isAnswer(own) || jm.processState === 'frozen') : isOwnStop(operation, jm.master, false)
      return jobManagerEvents(before, after, jm).map((draft) => toOwn(draft, isOwn ? operation : null))
    }),
    ...contradictions.map((text) => draft('role', 'warning', joinDetail('A proof is dropped', text), null)),
    ...quorumEvents(before, after),
    ...jobEvents(before.recovery.jobs, after.recovery.jobs, after.sources.zookeeper.state === 'live'),
    ...sourceEvents(before, after),
    ...verdictEvents(before, after).map((draft) => toOwn(draft, own, after.verdict.level === 'no-leader' ? 'warning' : 'note')),
    ...endEvents(before, after, own),
  ]
  return drafts.map((draft, index) => ({ id: `${serial + index}`, at: toIso(now), ...draft }))
}

function draft(kind: EventKind, severity: Severity, text: string, subject: string | null): Draft {
  return { kind, severity, text, subject }
}

/** Meant to be: who does it is said, and it is no failure. */
function toOwn(event: Draft, operation: RunningOperation | null, most: Severity = 'note'): Draft {
  if (operation === null) return event
  const severity = event.severity === 'note' ? 'note' : most
  return { ...event, severity, text: `${event.text}, during ${toDoingText(operation)}` }
}

/** An operation that ends without a leader has left an outage behind, whoever wanted it. */
function endEvents(before: Parts, after: Parts, own: RunningOperation | null): Draft[] {
  if (own === null || after.operation !== null || after.verdict.level !== 'no-leader') return []
  return [draft('verdict', 'error', `There is no leader after ${toDoingText(own)}`, null)]
}

function leaderEvents(before: Parts, after: Parts, outageSince: number | null, now: number): Draft[] {
  const [last, next] = [before.leader, after.leader]
  if (next && next.leaderSessionId !== last?.leaderSessionId) {
    const who = next.master ?? next.rpcAddress
    const wait = outageSince === null ? '' : ` after ${toDurationText(now - outageSince)} without a leader`
    const again = last && last.master === next.master ? 'leads again in a new term' : 'took the lead'
    return [draft('leader', 'warning', `${who} ${again}${wait}`, next.master)]
  }
  if (last && !next) return [draft('leader', 'error', `${last.master ?? last.rpcAddress} lost leadership; there is no leader`, last.master)]
  return []
}

const processWords = {
  running: 'answers again',
  frozen: 'stopped responding',
  gone: 'exited',
  unknown: 'cannot be reached',
} as const satisfies Record<JobManager['processState'], string>

/** What became of a JobManager: of one that ZooKeeper lists as leader its process, which is no second event as its role. */
function jobManagerEvents(before: Parts, after: Parts, last: JobManager): Draft[] {
  const next = after.jobManagers.find(({ master }) => master === last.master)
  if (!next) return []
  const isListed = after.leader?.master === last.master && after.leader.leaderSessionId === before.leader?.leaderSessionId
  if (!isListed || last.processState === next.processState) return roleEvents(last, next)
  const severity = next.processState === 'running' ? 'note' : 'error'
  return [draft('process', severity, `${next.master} ${toProcessText(last, next)}`, next.master)]
}

/** One that answers can be reached, though nothing proves that it leads: it may answer 503. */
function toProcessText(last: JobManager, next: JobManager): string {
  if (isUnprovenOnly(next)) return 'is not proven to lead'
  return next.processState === 'running' && isUnprovenOnly(last) ? 'is proven to lead again' : processWords[next.processState]
}

function isUnprovenOnly({ processState, webUi }: JobManager): boolean {
  return processState === 'unknown' && webUi.reachable === true
}

function roleEvents(last: JobManager, next: JobManager): Draft[] {
  const role = toLaneRole(next)
  if (toLaneRole(last) === role) return returnEvents(last, next)
  if (role === 'leader') return []
  // What was never heard tells nothing new. One that was heard is unknown for a moment when its connection breaks, before it is down.
  if (last.role === 'unknown' && (role !== 'down' || last.webUi.checkedAt === null)) return []
  const words = {
    standby: 'stands by',
    joining: last.role === 'leader' || last.role === 'standby' ? 'has left the election' : 'is starting',
    down: 'is down',
    frozen: 'is frozen',
    unreachable: 'cannot be reached',
    unknown: 'is not known to be in the election any more',
  }
  const severity = role === 'standby' || role === 'joining' ? 'note' : 'warning'
  return [draft('role', severity, `${next.master} ${words[role]}`, next.master)]
}

/** A standby that is back so soon that its absence was not told: it has another session. */
function returnEvents(last: JobManager, next: JobManager): Draft[] {
  if (next.role !== 'standby' || last.zkSessionId === null || next.zkSessionId === null || last.zkSessionId === next.zkSessionId) return []
  const isRestarted = last.process !== null && next.process !== null && last.process.pid !== next.process.pid
  const words = isRestarted ? 'exited and is back' : 'is in line again with a new ZooKeeper session'
  return [draft('role', 'warning', `${next.master} ${words}`, next.master)]
}

function quorumEvents(before: Parts, after: Parts): Draft[] {
  const members = after.quorum.members.flatMap((member) => {
    const last = before.quorum.members.find((candidate) => candidate.address === member.address)
    if (!last || last.mode === member.mode || last.mode === 'unknown') return []
    return [
      draft(
        'quorum',
        member.mode === 'down' || member.mode === 'no-quorum' || member.mode === 'read-only' ? 'warning' : 'note',
        `ZooKeeper member ${member.address}: ${memberModeWords[last.mode]} → ${memberModeWords[member.mode]}`,
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
    return [draft('job', 'error', joinDetail(`${toNameOrId(job)} could not be recovered any more`, job.verdictDetail), job.jobId)]
  return known.verdict === 'unknown' ? [] : [draft('job', 'note', joinDetail(toNameOrId(job), job.verdictDetail), job.jobId)]
}

function sourceEvents(before: Parts, after: Parts): Draft[] {
  const [last, next] = [before.sources.zookeeper, after.sources.zookeeper]
  if (last.state === next.state) return []
  if (next.state === 'live') return [draft('source', 'note', 'ZooKeeper answers again', null)]
  return last.state === 'live'
    ? [draft('source', 'error', next.detail ? joinDetail('ZooKeeper stopped answering', next.detail) : 'ZooKeeper stopped answering', null)]
    : []
}

function verdictEvents(before: Parts, after: Parts): Draft[] {
  if (before.verdict.level === after.verdict.level) return []
  return [
    draft(
      'verdict',
      levelSeverity[after.verdict.level],
      `Status: ${levelWords[before.verdict.level]} → ${levelWords[after.verdict.level]}`,
      null,
    ),
  ]
}
