import type { Contender, HaTree, LeaderRecord } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from './cluster-facts'
import type { JobManagerFacts } from './facts'
import { findHostPort, hostsAgree } from './hosts-agree'
import type { ContenderProof } from './snapshot'

/** Which master a ZooKeeper session belongs to, and what proves it. */
export interface SessionProof {
  zkSessionId: string
  master: string
  proof: ContenderProof
}

/** What earlier pictures proved: a session id is never given twice, so a proof holds for as long as the session lives. */
export type ProvenSessions = ReadonlyMap<string, SessionProof>

/**
 * Ties contenders to masters by proof, best first; a session without proof is left out.
 * @param proven proofs of earlier pictures
 */
export function deriveSessionProofs(facts: ClusterFacts, proven: ProvenSessions): ProvenSessions {
  const tree = facts.tree.tree
  if (!tree) return proven
  const alive = new Set(tree.contenders.map((contender) => contender.zkSessionId))
  const leaderSession = tree.leader?.zkSessionId
  if (leaderSession) alive.add(leaderSession)
  // Elimination is no proof that lasts: a contender or a master more, and it never was one.
  const found = new Map([...proven].filter(([session, { proof }]) => alive.has(session) && proof !== 'elimination'))
  const add = (proof: SessionProof | null) => {
    if (proof && !found.has(proof.zkSessionId)) found.set(proof.zkSessionId, proof)
  }
  add(findLeaderProof(facts, tree))
  for (const contender of tree.contenders) add(findLoggedProof(facts, tree, contender))
  for (const contender of tree.contenders) add(findConnectionProof(facts, contender, found))
  add(findEliminationProof(facts, tree.contenders, found))
  return found
}

function findLeaderProof(facts: ClusterFacts, tree: HaTree): SessionProof | null {
  if (!tree.leader) return null
  const record = tree.leader
  const rest = tree.rest?.zkSessionId === record.zkSessionId ? tree.rest : null
  const leaders = facts.jobManagers.filter((jm) => isLeaderAddress(facts, jm, record, rest))
  const [only] = leaders
  return only && leaders.length === 1 ? { zkSessionId: record.zkSessionId, master: only.master, proof: 'leader-address' } : null
}

/**
 * The process that answers on the master's port says its own RPC port; that, not the text of the masters line,
 * ties it to the leader's addresses. A process started anew on the same web UI port has another one.
 */
function isLeaderAddress(facts: ClusterFacts, jm: JobManagerFacts, record: LeaderRecord, rest: LeaderRecord | null): boolean {
  const line = findHostPort(jm.master)
  const rpc = findHostPort(record.address)
  const web = rest && findHostPort(rest.address)
  const webAgrees = !!web && !!line && web.port === line.port && hostsAgree(web.host, line.host, facts.addresses)
  if (web && !webAgrees) return false
  if (!jm.own.known) return webAgrees
  const own = jm.own.value
  const ownHost = own.rpcAddress ?? line?.host
  const rpcAgrees = !!rpc && own.rpcPort === rpc.port && !!ownHost && hostsAgree(rpc.host, ownHost, facts.addresses)
  return rpcAgrees
}

function findLoggedProof(facts: ClusterFacts, tree: HaTree, contender: Contender): SessionProof | null {
  // Before 1.15 one process holds two or three sessions; since then one, and the last line of its log counts.
  const newest = tree.era.startsWith('1.15') || tree.era.startsWith('1.19') || tree.era.startsWith('2.') ? -1 : -3
  const holders = facts.jobManagers.filter(
    (jm) => jm.sessions.known && jm.sessions.value.slice(newest).some((logged) => logged.zkSessionId === contender.zkSessionId),
  )
  const [only] = holders
  return only && holders.length === 1 ? { zkSessionId: contender.zkSessionId, master: only.master, proof: 'logged-session' } : null
}

function findConnectionProof(facts: ClusterFacts, contender: Contender, found: ProvenSessions): SessionProof | null {
  for (const member of facts.members) {
    const sessions = member.answer.known ? member.answer.value.sessions : null
    const session = sessions?.find((candidate) => candidate.zkSessionId === contender.zkSessionId)
    const client = session && findHostPort(session.client)
    if (!client) continue
    const there = facts.jobManagers.filter((jm) => {
      const line = findHostPort(jm.master)
      return line && hostsAgree(client.host, line.host, facts.addresses)
    })
    const [only] = there
    if (only && there.length === 1 && !isTaken(only.master, found)) {
      return { zkSessionId: contender.zkSessionId, master: only.master, proof: 'connection-list' }
    }
  }
  return null
}

/** One contender and one answering master left, and its log does not speak against it. */
function findEliminationProof(facts: ClusterFacts, contenders: readonly Contender[], found: ProvenSessions): SessionProof | null {
  const open = contenders.filter((contender) => !found.has(contender.zkSessionId))
  const masters = facts.jobManagers.filter((jm) => !isTaken(jm.master, found))
  const [contender] = open
  const [jm] = masters
  if (!contender || !jm || open.length !== 1 || masters.length !== 1) return null
  const logSpeaksAgainst = jm.sessions.known && jm.sessions.value.length > 0
  if (jm.link.state !== 'open' || !jm.own.known || logSpeaksAgainst) return null
  return { zkSessionId: contender.zkSessionId, master: jm.master, proof: 'elimination' }
}

function isTaken(master: string, found: ProvenSessions): boolean {
  return [...found.values()].some((proof) => proof.master === master)
}
