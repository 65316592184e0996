import 'server-only'
import { findTurn, toLaneState } from '@/lib/model/lanes'
import type { ClusterSnapshot, JobManager, Leader, Quorum } from '@/lib/model/snapshot'
import { deriveTermEnd } from './term-end'
import type { Change, TermBegin } from './change'

/** What the recorder of one cluster has recorded so far. */
export interface Ledger {
  /** null: nothing yet, or nothing of it counts any more. */
  snapshot: ClusterSnapshot | null
  /** Newest recorded event, by the serial of the observer of that epoch. */
  epoch: string
  eventSerial: number
}

export const emptyLedger: Ledger = { snapshot: null, epoch: '', eventSerial: 0 }

/**
 * What a new snapshot adds to the record. Parts that are the same object as before cost nothing.
 * @param at epoch ms, never before the last
 */
export function deriveChanges(before: Ledger, snapshot: ClusterSnapshot, at: number): { ledger: Ledger; changes: Change[] } {
  const firstSerial = before.epoch === snapshot.epoch ? before.eventSerial : 0
  const events = snapshot.events.filter(({ id }) => Number(id) > firstSerial).reverse()
  const changes: Change[] = [
    ...deriveState(before.snapshot, snapshot, at),
    ...events.map((event): Change => ({ kind: 'event', at: Date.parse(event.at), event })),
  ]
  return { ledger: { snapshot, epoch: snapshot.epoch, eventSerial: Number(events.at(-1)?.id ?? firstSerial) }, changes }
}

/** @param last null: everything that is so, as if nothing had been recorded yet */
export function deriveState(last: ClusterSnapshot | null, next: ClusterSnapshot, at: number): Change[] {
  return [...deriveTerm(last, next, at), ...deriveRoles(last, next, at), ...deriveVerdict(last, next, at), ...deriveQuorum(last, next, at)]
}

function deriveTerm(last: ClusterSnapshot | null, next: ClusterSnapshot, at: number): Change[] {
  if (last !== null && last.leader?.leaderSessionId === next.leader?.leaderSessionId) return []
  return [
    {
      kind: 'term',
      at,
      term: next.leader === null ? null : toTermBegin(next.leader, at),
      end: last === null || last.leader === null ? null : deriveTermEnd(last, next),
    },
  ]
}

function toTermBegin(leader: Leader, at: number): TermBegin {
  const { leaderSessionId, master, rpcAddress, zkSessionId, since } = leader
  return { leaderSessionId, master, rpcAddress, zkSessionId, since: Math.min(Date.parse(since), at) }
}

function deriveRoles(last: ClusterSnapshot | null, next: ClusterSnapshot, at: number): Change[] {
  if (last !== null && last.jobManagers === next.jobManagers && last.leader === next.leader && last.takeover === next.takeover) return []
  const known = new Map(last?.jobManagers.map((jm) => [jm.master, toRole(jm, last)]))
  const present = next.jobManagers.flatMap((jm): Change[] => {
    const { since, ...role } = toRole(jm, next)
    const before = known.get(jm.master)
    known.delete(jm.master)
    return before?.value === role.value && before.proof === role.proof
      ? []
      : [{ kind: 'span', at: Math.min(at, since ?? at), lane: 'role', subject: jm.master, detail: null, ...role }]
  })
  const gone = [...known.keys()].map((subject): Change => ({
    kind: 'span',
    at,
    lane: 'role',
    subject,
    value: null,
    proof: '',
    detail: null,
  }))
  return [...present, ...gone]
}

/** A leader session id or a ZooKeeper session proves after a gap that it is still the same span. */
function toRole(jm: JobManager, snapshot: ClusterSnapshot): { value: string; proof: string; since: number | null } {
  const { leader } = snapshot
  const { role, since } = toLaneState(jm, { leader, outageSince: toOutage(snapshot) })
  if (role === 'leader') return { value: role, proof: leader?.master === jm.master ? leader.leaderSessionId : '', since }
  return { value: role, proof: role === 'standby' ? (jm.zkSessionId ?? '') : '', since }
}

function toOutage({ takeover }: ClusterSnapshot): number | null {
  return takeover.since === null ? null : Date.parse(takeover.since)
}

function deriveVerdict(last: ClusterSnapshot | null, next: ClusterSnapshot, at: number): Change[] {
  const { level, sentence } = next.verdict
  if (last?.verdict.level === level) return []
  return [
    { kind: 'span', at: findTurn(level, toOutage(next), at), lane: 'verdict', subject: '', value: level, proof: '', detail: sentence },
  ]
}

function deriveQuorum(last: ClusterSnapshot | null, next: ClusterSnapshot, at: number): Change[] {
  const value = toQuorumValue(next.quorum)
  return last !== null && toQuorumValue(last.quorum) === value
    ? []
    : [{ kind: 'span', at, lane: 'quorum', subject: '', value, proof: '', detail: next.quorum.detail || null }]
}

function toQuorumValue({ serving, spare }: Quorum): string {
  if (serving === null) return 'unknown'
  if (!serving) return 'not-serving'
  return spare === 0 ? 'no-spare' : 'serving'
}
