import 'server-only'
import { findWholeLeader, type ElectionReading } from '../decide/election'
import type { ExpectedProcess } from '../decide/prove-process'
import { proveHeldSession } from '../decide/prove-held-session'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import { HostError } from '@/lib/sources/hosts/runner'
import { lookAtProcess } from '../looks/look-at-process'
import { findJobManagerProcess } from '@/lib/operations/processes/find-own'
import { OperationError, type ClusterHosts } from '@/lib/operations/run/verb'
import { findAddresses } from '../looks/find-addresses'
import type { NotedIdentity } from '../notes/noted-identities'
import { listConnections } from '../looks/list-connections'

/** What is known of the cluster when processes are identified. */
export interface IdentifyContext {
  hosts: ClusterHosts
  reading: ElectionReading
  snapshot: ClusterSnapshot
  /** Sessions whose process is known already. */
  known: ReadonlySet<string>
}

/**
 * Finds the process of a JobManager on its host, and proves there which session it holds. Its log and ZooKeeper's lists only choose the
 * session to check for.
 * @returns a sentence when it cannot be identified
 */
export async function identifyJobManager(context: IdentifyContext, jm: JobManager, signal?: AbortSignal): Promise<NotedIdentity | string> {
  const line = findHostPort(jm.master)
  const { rpcPort } = jm
  if (!line || rpcPort === null) return `nothing tells where the process of ${jm.master} is`
  try {
    const { own: only, inTheWay } = await findJobManagerProcess(context.hosts, jm.master, signal)
    if (!only || inTheWay.length > 0)
      return `not exactly one process on ${line.host} was started for port ${line.port} with this cluster’s configuration`
    return await lookForSession(context, jm, { host: line.host, pid: only.identity.pid, rpcPort, restPort: line.port }, signal)
  } catch (error) {
    if (HostError.is(error) || OperationError.is(error)) return error.message
    throw error
  }
}

async function lookForSession(
  { hosts, reading, snapshot, known }: IdentifyContext,
  jm: JobManager,
  expected: ExpectedProcess,
  signal?: AbortSignal,
): Promise<NotedIdentity | string> {
  const call = { mode: 'look', pid: expected.pid } as const
  const first = await lookAtProcess(hosts.runner, expected.host, call, signal)
  const listed = await listConnections(snapshot.quorum.members.map(({ address }) => address))
  const second = listed === null ? first : await lookAtProcess(hosts.runner, expected.host, call, signal)
  const members = (listed ?? []).map(({ member }) => findHostPort(member)?.host ?? '')
  const addresses = await findAddresses(findWholeLeader(reading), [expected.host, ...members])
  const proven = proveHeldSession(jm, [first, second], { reading, listed, known, addresses }, expected)
  return typeof proven === 'string' ? proven : { ...proven, master: jm.master }
}
