import { findFlinkBehaviour } from '@/lib/flink/behaviour'
import type { Contender } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from './cluster-facts'
import { contenderProofs, type ContenderProof } from './contender-proof'
import { deriveProcess, type ProcessVerdict } from './derive-process'
import { isSameMember } from './derive-quorum'
import type { JobManagerFacts } from './facts'
import { findLogSharers, type ProvenSessions, type SessionProof } from './match-contenders'
import { toList } from '@/lib/base/counts'
import { toIso, type Provenance } from './observed'
import { findStopper } from './own-doing'
import type { JobManager, Leader, JobManagerRole, Stranger } from './snapshot'
import type { ObservedTakeover } from './takeover-run'

/** The newest that led, and the takeover under way or the last one. */
interface LedBefore {
  lastLeader: string | null
  run: ObservedTakeover | null
}

/** Every line of the masters file, in the file's order, with its role and what proves it. */
export function deriveJobManagers(facts: ClusterFacts, proofs: ProvenSessions, leader: Leader | null, before: LedBefore): JobManager[] {
  const contenders = facts.tree.tree?.contenders ?? []
  return facts.jobManagers.map((jm) => {
    const place = findPlace(contenders, proofs, jm.master)
    const { jobManager, endedAt } = toJobManager(facts, jm, place, leader)
    const doing = endedAt === null ? null : findStopper(facts.operation, jm.master, endedAt, before.lastLeader, before.run)
    return { ...jobManager, doing }
  })
}

interface Place {
  contender: Contender
  index: number
  proof: SessionProof
}

/** The newest contender proven to be this master: an older one may be left over from a dead process. */
function findPlace(contenders: readonly Contender[], proofs: ProvenSessions, master: string): Place | null {
  const index = contenders.findLastIndex((contender) => proofs.get(contender.zkSessionId)?.master === master)
  const contender = contenders[index]
  const proof = contender && proofs.get(contender.zkSessionId)
  return contender && proof ? { contender, index, proof } : null
}

/** @returns `endedAt`: epoch ms, of one that does not run */
function toJobManager(
  facts: ClusterFacts,
  jm: JobManagerFacts,
  place: Place | null,
  leader: Leader | null,
): { jobManager: Omit<JobManager, 'doing'>; endedAt: number | null } {
  const process = deriveProcess(facts, jm)
  const leads = leader?.master === jm.master
  const { role, detail } = deriveRole(facts, jm, place, process, leads ? leader : null)
  const zkSessionId = place?.contender.zkSessionId ?? (leads ? leader.zkSessionId : null)
  const logged = jm.sessions.known ? jm.sessions.value.findLast((session) => session.zkSessionId === zkSessionId) : undefined
  const jobManager = {
    master: jm.master,
    role,
    roleDetail: detail,
    inLine: place?.index ?? null,
    zkSessionId,
    proof: place?.proof.proof ?? (leads ? (proofOf(leader) ?? null) : null),
    sessionTimeoutMs: logged?.negotiatedTimeoutMs ?? null,
    zkMember: logged && !isProvenDown(facts, logged.member) ? logged.member : null,
    webUi: toWebUi(jm, role),
    ...toOwn(jm),
    process: toProcess(process),
    processState: leads ? leader.process : process.state,
    provenance: toLinkProvenance(jm),
  }
  return { jobManager, endedAt: role === 'down' ? process.since : null }
}

/** Its log names the member of its last connection; no session is connected to one that is down. */
function isProvenDown(facts: ClusterFacts, logged: string | null): boolean {
  return logged !== null && facts.members.some(({ link, address }) => link === 'refused' && isSameMember(facts, logged, address))
}

function toOwn({ own }: JobManagerFacts): Pick<JobManager, 'version' | 'rpcPort'> {
  return own.known ? { version: own.value.flinkVersion, rpcPort: own.value.rpcPort } : { version: null, rpcPort: null }
}

function proofOf(leader: Leader): ContenderProof | null {
  return leader.restAddress ? 'leader-address' : null
}

function deriveRole(
  facts: ClusterFacts,
  jm: JobManagerFacts,
  place: Place | null,
  process: ProcessVerdict,
  leader: Leader | null,
): { role: JobManagerRole; detail: string } {
  if (leader && leader.process !== 'gone') return { role: 'leader', detail: leader.processDetail }
  if (leader && process.state === 'gone') return { role: 'down', detail: `was the leader; ${leader.processDetail}` }
  if (process.state === 'gone')
    return { role: 'down', detail: place ? `${process.detail}; its place in line stays until its session ends` : process.detail }
  if (process.state === 'frozen') return { role: 'unreachable', detail: process.detail }
  if (process.state === 'unknown' && jm.link.state === 'connecting') return { role: 'unknown', detail: 'no answer yet' }
  if (process.state === 'unknown') return { role: jm.link.state === 'odd' ? 'unknown' : 'unreachable', detail: process.detail }
  if (facts.tree.status !== 'live')
    return { role: 'unknown', detail: 'answers, but ZooKeeper cannot be read: nothing proves its place in the election' }
  if (place && jm.link.state === 'open') return { role: 'standby', detail: contenderProofs[place.proof.proof].sentence }
  return deriveUnplaced(facts, jm, process)
}

/** The role of a process that runs while no contender is proven to be it. */
function deriveUnplaced(facts: ClusterFacts, jm: JobManagerFacts, process: ProcessVerdict): { role: JobManagerRole; detail: string } {
  if (jm.link.state !== 'open') return { role: 'joining', detail: process.detail }
  const sharers = findLogSharers(facts, jm)
  if (sharers.length > 0)
    return {
      role: 'unknown',
      detail: `runs, and writes the same log file as ${toList(sharers)}, so the log does not tell whose ZooKeeper session is whose: restart one of them with a log file of its own`,
    }
  if (jm.sessions.known && jm.sessions.value.length > 0) {
    return { role: 'joining', detail: 'runs, but its ZooKeeper session has no place in the election yet' }
  }
  if (!jm.own.known) return { role: 'joining', detail: 'starting: it does not answer yet' }
  const why = jm.sessions.known ? 'Its log names no ZooKeeper session' : jm.sessions.reason
  return { role: 'unknown', detail: `answers, but nothing proves that it is in the election. ${why}` }
}

function toWebUi(jm: JobManagerFacts, role: JobManagerRole): JobManager['webUi'] {
  const { link } = jm
  const reachable = link.state === 'connecting' ? null : link.state === 'open' || link.state === 'odd'
  return {
    reachable,
    latencyMs: link.state === 'open' ? link.latencyMs : null,
    checkedAt: link.heardAt === null ? null : toIso(link.heardAt),
    servesLeaderData: servesLeaderData(jm, role),
    detail: link.detail,
  }
}

/**
 * Judged by its last answer: 503 means no leader's data. One that sees a leader answers 200; whether a standby then proxies the leader's
 * data depends on its version. For the leader, its own data has to have been read.
 */
function servesLeaderData(jm: JobManagerFacts, role: JobManagerRole): boolean | null {
  if (jm.link.state !== 'open' || jm.serving === null) return null
  if (!jm.serving || jm.leaderlessSince !== null) return false
  if (role === 'leader') return jm.jobs.known ? true : null
  if (role !== 'standby') return null
  return jm.own.known ? findFlinkBehaviour(jm.own.value.flinkVersion, 'standby-proxies') : null
}

function toProcess(input: ProcessVerdict): JobManager['process'] {
  const { process } = input
  if (!process) return null
  return { pid: process.pid, startedAt: process.startedAt === null ? null : toIso(process.startedAt), host: process.host }
}

function toLinkProvenance(jm: JobManagerFacts): Provenance {
  const { heardAt, since, detail } = jm.link
  if (heardAt === null) return { known: false, source: 'jobManagers', reason: detail, since: toIso(since) }
  return { known: true, source: 'jobManagers', at: toIso(heardAt), detail }
}

/** Contenders that match no line of the masters file, once every line is accounted for. */
export function deriveStrangers(facts: ClusterFacts, proofs: ProvenSessions, jobManagers: readonly JobManager[]): Stranger[] {
  const isAccounted = (jm: JobManager) => jm.zkSessionId !== null || jm.role === 'down' || jm.role === 'joining'
  if (facts.tree.status !== 'live' || !jobManagers.every(isAccounted)) return []
  const strangers = (facts.tree.tree?.contenders ?? []).flatMap((contender, inLine) => {
    const proof = proofs.get(contender.zkSessionId)
    if (proof && jobManagers.some((jm) => jm.master === proof.master)) return []
    return [toStranger(contender, inLine)]
  })
  // A starting JobManager is in line before it reports its session: this contender may be it.
  const joining = jobManagers.filter((jm) => jm.role === 'joining').length
  return strangers.length > joining ? strangers : []
}

function toStranger(contender: Contender, inLine: number): Stranger {
  return {
    znode: contender.path,
    zkSessionId: contender.zkSessionId,
    since: toIso(contender.joinedAt),
    inLine,
    detail:
      'matches no line of the masters file: a process that was forgotten, one that died a moment ago, or another cluster under this root',
  }
}
