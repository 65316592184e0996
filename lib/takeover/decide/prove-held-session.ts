import { howToProve } from '@/lib/model/contender-proof'
import type { JobManager } from '@/lib/model/snapshot'
import { findWholeLeader, type ElectionReading } from './election'
import type { ProcessLook } from './process-look'
import { proveProcess, type ExpectedProcess, type ListedConnection, type Proven, type SessionClaim } from './prove-process'

/** Whether the JobManager answers and reports its RPC port: then its process can be found on its host, where its session is proven. */
export function canIdentify(jm: JobManager): boolean {
  return jm.processState === 'running' && jm.webUi.reachable === true && jm.rpcPort !== null
}

/** What ZooKeeper publishes about one session. */
export function toClaim(zkSessionId: string, reading: ElectionReading, listed: readonly ListedConnection[] | null): SessionClaim {
  const leader = findWholeLeader(reading)
  if (leader?.latch.owner !== zkSessionId || leader.restAddress === null) return { zkSessionId, published: null, listed }
  return { zkSessionId, published: { rpcAddress: leader.rpcAddress, restAddress: leader.restAddress }, listed }
}

/** What is known at the time a JobManager's process is inspected. */
export interface SessionContext {
  reading: ElectionReading
  listed: readonly ListedConnection[] | null
  /** Sessions whose process is already known. */
  known: ReadonlySet<string>
  addresses: ReadonlyMap<string, readonly string[]>
}

/**
 * Which session the inspected process of a JobManager holds. The texts by which the snapshot ties it only choose the session to
 * check; without one, every session whose process is not known is checked.
 * @returns a sentence when not exactly one is proven
 */
export function proveHeldSession(
  jm: JobManager,
  looks: readonly [ProcessLook, ProcessLook],
  { reading, listed, known, addresses }: SessionContext,
  expected: ExpectedProcess,
): (Proven & { zkSessionId: string }) | string {
  const sessions = [...new Set(reading.latches.map(({ owner }) => owner))].filter((session) =>
    jm.zkSessionId === null ? !known.has(session) : session === jm.zkSessionId,
  )
  const answers = sessions.map((zkSessionId) => {
    const proven = proveProcess(looks, toClaim(zkSessionId, reading, listed), expected, addresses)
    return typeof proven === 'string' ? proven : { ...proven, zkSessionId }
  })
  const [only, ...others] = answers.filter((answer) => typeof answer !== 'string')
  if (only && others.length === 0) return only
  return (
    answers.find((answer) => typeof answer === 'string') ??
    `nothing proves that ${jm.master} holds a session in the election. ${howToProve}`
  )
}
