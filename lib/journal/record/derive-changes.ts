import 'server-only'
import type { ClusterSnapshot, JobManager, Leader, Quorum } from '@/lib/model/snapshot'
import { deriveTermEnd } from './term-end'
import type { Change, TermBegin } from './change'

/** What the recorder of one cluster has told so far. */
export interface Ledger {
  /** null: nothing yet, or nothing of it counts any more. */
  snapshot: ClusterSnapshot | null
  /** Newest event told, by the serial of the observer of that epoch. */
  epoch: string
  eventSerial: number
}

export const EMPTY_LEDGER: Ledger = { snapshot: null, epoch: '', eventSerial: 0 }

/**
 * What a new picture adds to what is remembered. Parts that are the same object as before cost nothing.
 * @param at epoch ms, never before the last
 */
export function deriveChanges(before: Ledger, snapshot: ClusterSnapshot, at: number): { ledger: Ledger; changes: Change[] } {
  const told = before.epoch === snapshot.epoch ? before.eventSerial : 0
  const events = snapshot.events.filter(({ id }) => Number(id) > told).reverse()
  const changes: Change[] = [
    ...deriveState(before.snapshot, snapshot, at),
    ...events.map((event): Change => ({ kind: 'event', at: Date.parse(event.at), event })),
  ]
  return { ledger: { snapshot, epoch: snapshot.epoch, eventSerial: Number(events.at(-1)?.id ?? told) }, changes }
}

/** @param last null: all that is so, as if nothing had been told yet */
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
  if (last !== null && last.jobManagers === next.jobManagers && last.leader === next.leader) return []
  const known = new Map(last?.jobManagers.map((jm) => [jm.master, toRole(jm, last.leader)]))
  const present = next.jobManagers.flatMap((jm): Change[] => {
    const role = toRole(jm, next.leader)
    const before = known.get(jm.master)
    known.delete(jm.master)
    return before?.value === role.value && before.proof === role.proof
      ? []
      : [{ kind: 'span', at, lane: 'role', subject: jm.master, detail: null, ...role }]
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
function toRole({ role, master, zkSessionId }: JobManager, leader: Leader | null): { value: string; proof: string } {
  if (role === 'leader') return { value: role, proof: leader?.master === master ? leader.leaderSessionId : '' }
  return { value: role, proof: role === 'standby' ? (zkSessionId ?? '') : '' }
}

function deriveVerdict(last: ClusterSnapshot | null, next: ClusterSnapshot, at: number): Change[] {
  const { level, sentence } = next.verdict
  return last?.verdict.level === level
    ? []
    : [{ kind: 'span', at, lane: 'verdict', subject: '', value: level, proof: '', detail: sentence }]
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
