import 'server-only'
import { HOW_TO_PROVE } from '@/lib/model/contender-proof'
import { findWholeLeader, type ElectionReading } from '@/lib/model/fencing/election'
import type { ProcessLook } from '@/lib/model/fencing/process-look'
import {
  proveProcess,
  type ExpectedProcess,
  type ListedConnection,
  type Proven,
  type SessionClaim,
} from '@/lib/model/fencing/prove-process'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import { HostError } from '@/lib/sources/hosts/runner'
import { lookAtProcess } from '../fencing/look-at-process'
import { findJobManagerProcess } from '../processes/find-own'
import { OperationError, type ClusterHosts } from '../run/verb'
import { findAddresses } from './find-addresses'
import type { NotedIdentity } from './identities'
import { listConnections } from './list-connections'

/** It answers and told its RPC port: then it is worth looking for on its host. Which session it holds is proven there. */
export function canIdentify(jm: JobManager): boolean {
  return jm.processState === 'running' && jm.webUi.reachable === true && jm.rpcPort !== null
}

/** What is known of the cluster when processes are identified. */
export interface IdentifyGround {
  hosts: ClusterHosts
  reading: ElectionReading
  snapshot: ClusterSnapshot
  /** Sessions whose process is known already. */
  known: ReadonlySet<string>
}

/**
 * Finds the process of a JobManager on its host, and proves there which session it holds. What its log or ZooKeeper's lists
 * say only chooses the session to ask for.
 * @returns a sentence when it cannot be told
 */
export async function identifyJobManager(ground: IdentifyGround, jm: JobManager, signal?: AbortSignal): Promise<NotedIdentity | string> {
  const line = findHostPort(jm.master)
  const { rpcPort } = jm
  if (!line || rpcPort === null) return `nothing tells where the process of ${jm.master} is`
  try {
    const { own: only, inTheWay } = await findJobManagerProcess(ground.hosts, jm.master, signal)
    if (!only || inTheWay.length > 0)
      return `not exactly one process on ${line.host} was started for port ${line.port} with this cluster’s configuration`
    return await proveSession(ground, jm, { host: line.host, pid: only.identity.pid, rpcPort, restPort: line.port }, signal)
  } catch (error) {
    if (HostError.is(error) || OperationError.is(error)) return error.message
    throw error
  }
}

async function proveSession(
  { hosts, reading, snapshot, known }: IdentifyGround,
  jm: JobManager,
  expected: ExpectedProcess,
  signal?: AbortSignal,
): Promise<NotedIdentity | string> {
  const leader = findWholeLeader(reading)
  const call = { mode: 'look', pid: expected.pid } as const
  const first = await lookAtProcess(hosts.runner, expected.host, call, signal)
  const listed = await listConnections(snapshot.quorum.members.map(({ address }) => address))
  const second = listed === null ? first : await lookAtProcess(hosts.runner, expected.host, call, signal)
  const addresses = await findAddresses(leader, [expected.host, ...(listed ?? []).map(({ member }) => findHostPort(member)?.host ?? '')])
  const sessions = [...new Set(reading.latches.map(({ owner }) => owner))].filter((session) =>
    jm.zkSessionId === null ? !known.has(session) : session === jm.zkSessionId,
  )
  const answers = sessions.map((session) => proveOne([first, second], toClaim(session, reading, listed), expected, addresses))
  const proven = answers.filter((answer) => typeof answer !== 'string')
  const [only] = proven
  if (only && proven.length === 1) return { ...only, master: jm.master }
  return (
    answers.find((answer) => typeof answer === 'string') ??
    `nothing proves that ${jm.master} holds a session in the election. ${HOW_TO_PROVE}`
  )
}

function proveOne(
  looks: readonly [ProcessLook, ProcessLook],
  claim: SessionClaim,
  expected: ExpectedProcess,
  addresses: ReadonlyMap<string, readonly string[]>,
): (Proven & { zkSessionId: string }) | string {
  const proven = proveProcess(looks, claim, expected, addresses)
  return typeof proven === 'string' ? proven : { ...proven, zkSessionId: claim.zkSessionId }
}

/** What ZooKeeper says of one session. */
export function toClaim(zkSessionId: string, reading: ElectionReading, listed: readonly ListedConnection[] | null): SessionClaim {
  const leader = findWholeLeader(reading)
  if (leader?.latch.owner !== zkSessionId || leader.restAddress === null) return { zkSessionId, published: null, listed }
  return { zkSessionId, published: { rpcAddress: leader.rpcAddress, restAddress: leader.restAddress }, listed }
}
