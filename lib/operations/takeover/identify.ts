import 'server-only'
import { findHostPort } from '@/lib/model/hosts-agree'
import { toIdentity } from '@/lib/model/fencing/process-look'
import type { JobManager } from '@/lib/model/snapshot'
import { HostError } from '@/lib/sources/hosts/runner'
import { lookAtProcess } from '../fencing/look-at-process'
import { findMaster } from '../processes/find-own'
import { OperationError, type ClusterHosts } from '../run/verb'
import type { NotedIdentity } from './identities'

/** Proof ties its session to it, it answers, and it told its RPC port: then it is worth looking for on its host. */
export function canIdentify(jm: JobManager): boolean {
  return jm.zkSessionId !== null && isProof(jm.proof) && jm.processState === 'running' && jm.webUi.reachable === true && jm.rpcPort !== null
}

function isProof(proof: JobManager['proof']): proof is 'leader-address' | 'logged-session' {
  return proof === 'leader-address' || proof === 'logged-session'
}

/**
 * Finds the process of a JobManager on its host: exactly one that was started for its web port. The session was read from
 * that port before; so if the process found is not the one that holds it, that one has lost its port and is gone already.
 * @returns a sentence when it cannot be told
 */
export async function identifyJobManager(hosts: ClusterHosts, jm: JobManager, signal?: AbortSignal): Promise<NotedIdentity | string> {
  const line = findHostPort(jm.master)
  const { zkSessionId, proof, rpcPort } = jm
  if (!line || zkSessionId === null || !isProof(proof) || rpcPort === null) return `nothing proves which process ${jm.master} is`
  try {
    const { own: only, inTheWay } = await findMaster(hosts, jm.master, signal)
    if (!only || inTheWay.length > 0) return `not exactly one process on ${line.host} was started for port ${line.port} with this cluster’s configuration`
    const look = await lookAtProcess(hosts.runner, line.host, { mode: 'look', pid: only.identity.pid }, signal)
    const identity = toIdentity(look, { host: line.host, pid: only.identity.pid, rpcPort, restPort: line.port })
    return typeof identity === 'string' ? identity : { zkSessionId, master: jm.master, proof, identity }
  } catch (error) {
    if (error instanceof HostError || error instanceof OperationError) return error.message
    throw error
  }
}
