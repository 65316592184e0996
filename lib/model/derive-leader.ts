import type { LeaderRecord } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from './cluster-facts'
import { deriveProcess, type ProcessVerdict } from './derive-process'
import type { JobManagerFacts } from './facts'
import { findHostPort } from './hosts-agree'
import { findLogSharers, findMasterByRestAddress, findNewestSession, type ProvenSessions } from './match-contenders'
import { toIso, type Provenance } from './observed'
import type { Leader } from './snapshot'

/** An outage that is open, and who led before it. */
export interface LeaderBefore {
  outageSince: number | null
  lastLeader: Leader | null
  now: number
}

/** After ZooKeeper's return its old record is there first; a leader that was cut off is elected again within about this time. */
export const settlingMs = 3_000

/** The leader ZooKeeper names, with what is known of its process. */
export function deriveLeader(facts: ClusterFacts, proofs: ProvenSessions, before: LeaderBefore): Leader | null {
  const record = facts.tree.tree?.leader
  if (!record?.leaderSessionId) return null
  const master = proofs.get(record.zkSessionId)?.master ?? findMasterByRestAddress(facts)
  const jm = facts.jobManagers.find((candidate) => candidate.master === master)
  const seen = jm ? deriveLeaderProcess(facts, jm, record) : null
  const process = seen && isSettling(facts, record, before) ? toSettling(seen, facts) : seen
  return {
    master: jm?.master ?? null,
    restAddress: findRestRecord(facts)?.address ?? null,
    rpcAddress: record.address,
    leaderSessionId: record.leaderSessionId,
    zkSessionId: record.zkSessionId,
    since: toIso(record.publishedAt),
    process: process?.state ?? 'unknown',
    processDetail: process?.detail ?? 'its address matches no line of the masters file, so nothing here can look at its process',
    processSince: process && process.state !== 'running' ? toIso(process.since) : null,
    provenance: toTreeProvenance(facts),
  }
}

function isSettling({ tree }: ClusterFacts, { leaderSessionId }: LeaderRecord, { outageSince, lastLeader, now }: LeaderBefore): boolean {
  if (outageSince === null || tree.status !== 'live' || tree.since <= outageSince) return false
  return leaderSessionId === lastLeader?.leaderSessionId && now - tree.since < settlingMs
}

function toSettling(seen: ProcessVerdict, { tree }: ClusterFacts): ProcessVerdict {
  if (seen.state !== 'running') return seen
  return {
    ...seen,
    state: 'unknown',
    detail: 'ZooKeeper is back since a moment and names it as before; whether it still leads is seen next',
    since: tree.since,
  }
}

function findRestRecord(facts: ClusterFacts): LeaderRecord | null {
  const tree = facts.tree.tree
  return tree?.rest && tree.leader && tree.rest.zkSessionId === tree.leader.zkSessionId ? tree.rest : null
}

function deriveLeaderProcess(facts: ClusterFacts, jm: JobManagerFacts, record: LeaderRecord): ProcessVerdict {
  const process = deriveProcess(facts, jm)
  if (process.state !== 'running') return process
  if (isAnotherProcess(facts, jm, record, process)) {
    return { ...process, state: 'gone', detail: `a newer process answers on ${jm.master}; the one that led is gone`, since: jm.link.since }
  }
  if (jm.link.state !== 'open') return { ...process, state: 'unknown' }
  if (jm.leaderlessSince === null) return process
  return { ...process, state: 'unknown', detail: `${jm.master} answers that it serves no leader (503)`, since: jm.leaderlessSince }
}

/** Whether the process that answers on the leader's port does not hold the leader's session, by any fact that tells the two apart. */
function isAnotherProcess(facts: ClusterFacts, jm: JobManagerFacts, record: LeaderRecord, process: ProcessVerdict): boolean {
  const newest = findNewestSession(jm)
  if (newest === record.zkSessionId) return false
  const held = facts.holders.find(({ zkSessionId, master }) => zkSessionId === record.zkSessionId && master === jm.master)
  if (held && process.process && process.process.pid !== held.pid) return true
  if (startedAfter(process, record)) return true
  const rpc = findHostPort(record.address)
  if (jm.own.known && rpc && jm.own.value.rpcPort !== null && jm.own.value.rpcPort !== rpc.port) return true
  // In a log file that several processes write, the newest session may be another's; a leader that serves its data is itself.
  return newest !== null && !jm.jobs.known && findLogSharers(facts, jm).length === 0 && !isHeldElsewhere(facts, newest, jm.master)
}

/** The session in its log is another master's: then that master writes the log file too. */
function isHeldElsewhere({ holders }: ClusterFacts, session: string, master: string): boolean {
  return holders.some((holder) => holder.zkSessionId === session && holder.master !== master)
}

function startedAfter(process: ProcessVerdict, record: LeaderRecord): boolean {
  const startedAt = process.process?.startedAt ?? null
  // Start times come in clock ticks of 10 ms and leadership takes seconds to reach: half a second of tolerance is ample.
  return startedAt !== null && startedAt > record.publishedAt + 500
}

export function toTreeProvenance(facts: ClusterFacts): Provenance {
  const { tree } = facts
  if (tree.at === null) return { known: false, source: 'zookeeper', reason: tree.detail ?? 'not read yet', since: toIso(tree.since) }
  return tree.detail === null
    ? { known: true, source: 'zookeeper', at: toIso(tree.at) }
    : { known: true, source: 'zookeeper', at: toIso(tree.at), detail: tree.detail }
}
