import { findLayoutTable } from '@/lib/flink/layouts/layout-tables'
import type { Contender, HaTree, LeaderRecord } from '@/lib/flink/layouts/types'
import type { ClusterFacts, SessionHolderFacts } from './cluster-facts'
import { contenderProofs, isStronger, type ContenderProof } from './contender-proof'
import type { JobManagerFacts } from './facts'
import { findHostPort, hostsAgree } from './hosts-agree'
import { findPublishedContradiction } from './published-contradiction'
import { toList } from '@/lib/base/counts'

/** Which master a ZooKeeper session belongs to, and what proves it. */
export interface SessionProof {
  zkSessionId: string
  master: string
  proof: ContenderProof
}

/** Proofs of earlier snapshots: a session id is never given twice, so a proof holds until something contradicts it. */
export type ProvenSessions = ReadonlyMap<string, SessionProof>

/** Session → the contradiction about it, with both sides named. The log of a disputed session proves nothing any more. */
export type Disputes = ReadonlyMap<string, string>

/**
 * Ties contenders to masters by proof, best first; a session without proof is left out.
 * @param proven proofs of earlier snapshots
 * @param disputed contradictions found by earlier snapshots
 */
export function deriveSessionProofs(
  facts: ClusterFacts,
  proven: ProvenSessions,
  disputed: Disputes,
): { proofs: ProvenSessions; disputes: Disputes } {
  const tree = facts.tree.tree
  if (!tree) return { proofs: proven, disputes: disputed }
  const alive = new Set(tree.contenders.map((contender) => contender.zkSessionId))
  if (tree.leader) alive.add(tree.leader.zkSessionId)
  const disputes = new Map([...disputed].filter(([session]) => alive.has(session)))
  const fresh = [
    ...findHeld(facts, tree, disputes),
    ...findLeaderProof(facts, tree),
    ...tree.contenders.flatMap((contender) => findLoggedProof(facts, tree, contender)),
  ]
  const found = new Map<string, SessionProof>()
  for (const last of proven.values()) {
    if (!alive.has(last.zkSessionId) || !contenderProofs[last.proof].lasts || contenderProofs[last.proof].of === 'process') continue
    const contradiction = findContradiction(facts, tree, last, fresh)
    if (contradiction) disputes.set(last.zkSessionId, contradiction)
    else found.set(last.zkSessionId, last)
  }
  const add = (proof: SessionProof | null) => {
    if (!proof || (proof.proof === 'logged-session' && disputes.has(proof.zkSessionId))) return
    const known = found.get(proof.zkSessionId)
    if (
      !known ||
      ((known.master !== proof.master || contenderProofs[proof.proof].of === 'process') && isStronger(proof.proof, known.proof))
    )
      found.set(proof.zkSessionId, proof)
  }
  fresh.forEach(add)
  for (const contender of tree.contenders) add(findConnectionProof(facts, contender, found))
  add(findEliminationProof(facts, tree.contenders, found))
  return { proofs: found, disputes }
}

/** The other masters whose logs name the same newest session: Flink's scripts gave them one log file. */
export function findLogSharers({ jobManagers }: Pick<ClusterFacts, 'jobManagers'>, jm: JobManagerFacts): string[] {
  const newest = findNewestSession(jm)
  if (newest === null) return []
  return jobManagers.filter((other) => other.master !== jm.master && findNewestSession(other) === newest).map(({ master }) => master)
}

export function findNewestSession({ sessions }: JobManagerFacts): string | null {
  return (sessions.known && sessions.value.at(-1)?.zkSessionId) || null
}

/** What operations proved on the processes' own hosts, unless ZooKeeper publishes other addresses for the session. */
function findHeld(facts: ClusterFacts, tree: HaTree, disputes: Map<string, string>): SessionProof[] {
  const masters = new Set(facts.jobManagers.map(({ master }) => master))
  return facts.holders
    .filter(({ master }) => masters.has(master))
    .flatMap((holder) => {
      const contradiction = findPublishedContradiction(
        { zkSessionId: holder.zkSessionId, published: toPublished(tree, holder) },
        holder,
        facts.addresses,
      )
      if (contradiction) disputes.set(holder.zkSessionId, contradiction)
      return contradiction ? [] : [{ zkSessionId: holder.zkSessionId, master: holder.master, proof: holder.proof }]
    })
}

function toPublished({ leader, rest }: HaTree, { zkSessionId }: SessionHolderFacts): { rpcAddress: string; restAddress: string } | null {
  if (leader?.zkSessionId !== zkSessionId || rest?.zkSessionId !== zkSessionId) return null
  return { rpcAddress: leader.address, restAddress: rest.address }
}

/** Whether another text contradicts a proof by text; a proof by process settles it. */
function findContradiction(
  facts: ClusterFacts,
  tree: HaTree,
  { zkSessionId, master, proof }: SessionProof,
  fresh: readonly SessionProof[],
): string | null {
  const other = fresh.find((now) => now.zkSessionId === zkSessionId && now.master !== master && !isStronger(proof, now.proof))
  if (other)
    return `session ${zkSessionId} was taken for ${master}’s (${contenderProofs[proof].words}), and is ${other.master}’s: ${contenderProofs[other.proof].words}`
  const published = tree.leader?.zkSessionId === zkSessionId ? findMasterByRestAddress(facts) : null
  if (published !== null && published !== master)
    return `session ${zkSessionId} was taken for ${master}’s (${contenderProofs[proof].words}), but publishes the REST address of ${published}`
  const jm = facts.jobManagers.find((candidate) => candidate.master === master)
  const sharers = jm && proof === 'logged-session' && findNewestSession(jm) === zkSessionId ? findLogSharers(facts, jm) : []
  return sharers.length > 0
    ? `${toList([master, ...sharers])} write one log file: all of them name session ${zkSessionId}, so it proves nothing of any of them`
    : null
}

/** While the leader's process is gone its port does not answer; the REST address in ZooKeeper still names its line. */
export function findMasterByRestAddress(facts: ClusterFacts): string | null {
  const { leader = null, rest = null } = facts.tree.tree ?? {}
  const web = rest && leader && rest.zkSessionId === leader.zkSessionId ? findHostPort(rest.address) : null
  if (!web) return null
  const there = facts.jobManagers.filter((jm) => {
    const line = findHostPort(jm.master)
    return line && line.port === web.port && hostsAgree(line.host, web.host, facts.addresses)
  })
  return there.length === 1 ? there[0]!.master : null
}

function findLeaderProof(facts: ClusterFacts, tree: HaTree): SessionProof[] {
  if (!tree.leader) return []
  const record = tree.leader
  const rest = tree.rest?.zkSessionId === record.zkSessionId ? tree.rest : null
  const leaders = facts.jobManagers.filter((jm) => isLeaderAddress(facts, jm, record, rest))
  const [only] = leaders
  return only && leaders.length === 1 ? [{ zkSessionId: record.zkSessionId, master: only.master, proof: 'leader-address' }] : []
}

/**
 * The process that answers on the master's port reports its own RPC port; that, not the text of the masters line,
 * ties it to the leader's addresses. A process restarted on the same web UI port has another one.
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
  return !!rpc && own.rpcPort === rpc.port && !!ownHost && hostsAgree(rpc.host, ownHost, facts.addresses)
}

function findLoggedProof(facts: ClusterFacts, tree: HaTree, contender: Contender): SessionProof[] {
  // Only the last lines of its log count: older ones are of sessions that ended.
  const newest = -(findLayoutTable(tree.era)?.sessionsPerProcess ?? 3)
  const holders = facts.jobManagers.filter(
    (jm) => jm.sessions.known && jm.sessions.value.slice(newest).some((logged) => logged.zkSessionId === contender.zkSessionId),
  )
  const [only] = holders
  return only && holders.length === 1 ? [{ zkSessionId: contender.zkSessionId, master: only.master, proof: 'logged-session' }] : []
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

/** Proof by elimination: one contender and one answering master are left, and its log does not contradict it. */
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
