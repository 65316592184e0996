import type { ClusterFacts } from './cluster-facts'
import type { MemberFacts } from './facts'
import { findHostPort, hostsAgree } from './hosts-agree'
import { toIso, type Provenance } from './observed'
import type { JobManager, MemberMode, Quorum, QuorumMember } from './snapshot'

const servingModes: readonly MemberMode[] = ['leader', 'follower', 'observer', 'standalone']
/** Proof that a server is not part of a serving quorum. */
const outModes: readonly MemberMode[] = ['down', 'no-quorum', 'read-only']

/** The ensemble as its members and the console's own session report it. */
export function deriveQuorum(facts: ClusterFacts, jobManagers: readonly JobManager[]): Quorum {
  const members = facts.members.map((member) => toMember(facts, member, jobManagers))
  const voters = members.filter((member) => member.mode !== 'observer')
  const majority = Math.floor(voters.length / 2) + 1
  const up = voters.filter((member) => servingModes.includes(member.mode)).length
  const out = voters.filter((member) => outModes.includes(member.mode)).length
  const serving = deriveServing(facts, voters.length, up, out, majority)
  const spare = deriveSpare(voters.length, up, out, majority, serving)
  return { serving, spare, members, detail: toDetail(voters.length, up, spare, serving, members) }
}

function deriveServing(facts: ClusterFacts, voters: number, up: number, out: number, majority: number): boolean | null {
  if (facts.session.state === 'connected') return true
  if (facts.session.state === 'read-only') return false
  if (voters === 0) return null
  if (voters - out < majority) return false
  return up >= majority ? true : null
}

/** null as soon as a member that decides it is unknown: an unproven spare is not counted. */
function deriveSpare(voters: number, up: number, out: number, majority: number, serving: boolean | null): number | null {
  if (voters === 0 || serving === null) return null
  if (!serving) return 0
  if (voters === 1) return 0
  return up + out === voters ? Math.max(0, up - majority) : null
}

function toDetail(voters: number, up: number, spare: number | null, serving: boolean | null, members: readonly QuorumMember[]): string {
  if (voters === 0) return 'no ZooKeeper quorum is configured'
  if (serving === false)
    return `the quorum does not serve, ${up} of ${voters} members take part and ${Math.floor(voters / 2) + 1} are needed`
  if (serving === null) return 'nothing proves that the quorum serves'
  const silent = members.filter((member) => member.mode === 'unknown' || member.mode === 'words-off')
  if (spare === null) return `serves; ${silent.map((member) => member.address).join(', ')} cannot be asked, so the spare is not known`
  if (voters === 1) return 'if its only member fails, no JobManager can lead'
  return spare === 0 ? 'no spare: one more failure stops the quorum' : `tolerates ${spare === 1 ? 'one failure' : `${spare} failures`}`
}

function toMember(facts: ClusterFacts, member: MemberFacts, jobManagers: readonly JobManager[]): QuorumMember {
  const { mode, detail } = deriveMode(facts, member)
  const answer = member.answer.known ? member.answer.value : null
  const isAnswering = member.link === 'open'
  return {
    id: member.id,
    address: member.address,
    mode,
    version: answer?.version ?? null,
    latencyMs: isAnswering ? (answer?.latencyMs ?? null) : null,
    zxid: answer?.zxid ?? null,
    detail,
    connections: isAnswering ? (answer?.connections ?? null) : null,
    carries: jobManagers.filter((jm) => jm.zkMember && isSameMember(facts, jm.zkMember, member.address)).map((jm) => jm.master),
    provenance: toProvenanceOf(member),
  }
}

function deriveMode(facts: ClusterFacts, member: MemberFacts): { mode: MemberMode; detail: string } {
  switch (member.link) {
    case 'refused':
      return { mode: 'down', detail: member.linkDetail }
    case 'connecting':
      return { mode: 'unknown', detail: 'no answer yet' }
    case 'frozen':
    case 'silent':
    case 'unresolved':
      return { mode: 'unknown', detail: member.linkDetail }
    case 'open':
      return deriveOpenMode(facts, member)
  }
}

function deriveOpenMode(facts: ClusterFacts, member: MemberFacts): { mode: MemberMode; detail: string } {
  if (!member.answer.known) return { mode: 'unknown', detail: member.answer.reason }
  const { mode } = member.answer.value
  const carriesUs =
    facts.session.member !== null && facts.session.state === 'connected' && isSameMember(facts, facts.session.member, member.address)
  if (mode === 'words-off' && facts.members.length === 1 && carriesUs)
    return { mode: 'standalone', detail: 'four-letter words are off; it serves this console’s session' }
  return { mode, detail: member.linkDetail }
}

/** Logs name a member `jm1/10.77.0.11:2181`; configurations name it `jm1:2181`. */
export function isSameMember(facts: ClusterFacts, logged: string, address: string): boolean {
  const member = findHostPort(address)
  return logged.split('/').some((part, _, parts) => {
    const port = parts.at(-1)?.split(':').at(-1)
    const seen = findHostPort(part.includes(':') ? part : `${part}:${port}`)
    return !!seen && !!member && seen.port === member.port && hostsAgree(seen.host, member.host, facts.addresses)
  })
}

function toProvenanceOf(member: MemberFacts): Provenance {
  if (member.link !== 'open') return { known: false, source: 'zookeeper', reason: member.linkDetail, since: toIso(member.linkSince) }
  if (!member.answer.known) return member.answer
  return { known: true, source: 'zookeeper', at: member.answer.at, detail: `reported by ${member.answer.value.by}` }
}
