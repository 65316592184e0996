import { parseJavaCommandLine } from '@/lib/flink/processes/parse-java-command-line'
import { howToProve, type ProcessProof } from '@/lib/model/contender-proof'
import { holdsPort } from '@/lib/model/holds-port'
import { findHostPort, hostsAgree } from '@/lib/model/hosts-agree'
import { findPublishedDoubt, type PublishedAddresses } from '@/lib/model/published-contradiction'
import { getHost, getPort, isLoopbackKey, toSocketKey } from '@/lib/model/socket-address'
import type { LookedConnection, LookedProcess, ProcessIdentity, ProcessLook } from './process-look'

/** What ZooKeeper lists about a session, to be found again in a process. */
export interface SessionClaim {
  zkSessionId: string
  /** What the leader published, where all of it belongs to this session; null: the session does not lead. */
  published: PublishedAddresses | null
  /** Connections that members listed between the two inspections; null: no member allows it. */
  listed: readonly ListedConnection[] | null
}

export interface ListedConnection {
  zkSessionId: string
  /** `10.0.0.1:43210`. */
  client: string
  /** host:clientPort of the member that listed it, as configured. */
  member: string
}

/** Where the JobManager is expected: by its masters line and its own answers. */
export interface ExpectedProcess {
  host: string
  pid: number
  rpcPort: number
  restPort: number
}

export type Proven = { proof: ProcessProof; identity: ProcessIdentity }

const ended = new Set(['Z', 'X', 'x'])
const longestCommandLine = 4096

/**
 * Ties a session to a process by what that process holds on its own host (docs/decisions/0033). Every known fact is compared; one
 * contradiction refuses.
 * @param looks inspections before and after members listed their connections
 * @returns a sentence when nothing proves it
 */
export function proveProcess(
  looks: readonly [ProcessLook, ProcessLook],
  claim: SessionClaim,
  expected: ExpectedProcess,
  addresses: ReadonlyMap<string, readonly string[]>,
): Proven | string {
  const [first, look] = looks
  const identity = toIdentity(look, expected)
  if (typeof identity === 'string') return identity
  const before = toIdentity(first, expected)
  if (
    typeof before === 'string' ||
    before.startTicks !== identity.startTicks ||
    before.bootId !== identity.bootId ||
    before.pidNamespace !== identity.pidNamespace
  )
    return `pid ${expected.pid} on ${expected.host} was another process a moment ago`
  const process = look.process!
  const contradiction =
    findPublishedDoubt(claim, identity, addresses) ??
    findListedContradiction(first.process!, process, claim, expected, addresses) ??
    findLoggedContradiction(process, claim, expected)
  if (contradiction) return contradiction
  const proof = findProof(first.process!, process, claim, expected, addresses)
  if (proof === null) return `nothing on ${expected.host} proves that pid ${expected.pid} holds session ${claim.zkSessionId}. ${howToProve}`
  return { proof, identity: { ...identity, published: claim.published } }
}

/**
 * Whether the process that was noted for a session still runs and holds what that session published: checked right before it is
 * killed. That it holds the session was proven when it was noted, and a session is never given to another process.
 * @returns null: it does; else a sentence
 */
export function confirmProcess(
  look: ProcessLook,
  claim: SessionClaim,
  noted: ProcessIdentity,
  addresses: ReadonlyMap<string, readonly string[]>,
): string | null {
  const now = toIdentity(look, noted)
  if (typeof now === 'string') return now
  if (now.startTicks !== noted.startTicks || now.bootId !== noted.bootId || now.pidNamespace !== noted.pidNamespace)
    return `pid ${noted.pid} on ${noted.host} is not the process that was noted`
  if (!claim.published) return `session ${claim.zkSessionId} publishes no addresses now`
  return findPublishedDoubt(claim, now, addresses) ?? findLoggedContradiction(look.process!, claim, noted)
}

/** Identity of a JobManager that lives and holds both of its ports; a sentence when the inspection does not show exactly that. */
function toIdentity(look: ProcessLook, { host, pid, rpcPort, restPort }: ExpectedProcess): ProcessIdentity | string {
  const { process } = look
  if (look.kernel !== 'Linux') return `processes are identified on Linux only, and ${host} runs ${look.kernel || 'something else'}`
  if (!look.seesAll) return `processes of others are hidden on ${host} (hidepid): look as the user who runs Flink, with all processes shown`
  if (!process?.startTicks || !process.arguments || process.state === null || ended.has(process.state))
    return `pid ${pid} on ${host} is not there any more`
  if (look.bootId === null || look.pidNamespace === null) return `${host} does not tell its boot id or pid name space`
  const java = parseJavaCommandLine(process.arguments)
  if (java?.kind !== 'jobmanager') return `pid ${pid} on ${host} is no JobManager`
  if (process.ownPorts === null) return `what pid ${pid} on ${host} holds cannot be read: look as the user who runs it`
  for (const port of [restPort, rpcPort])
    if (!process.ownPorts.includes(port)) return `pid ${pid} on ${host} does not listen on port ${port}`
  if (!holdsPort({ listens: process.ownPorts, reported: java.webUiPort }, restPort))
    return `pid ${pid} on ${host} was started for port ${java.webUiPort}, which it listens on, not for ${restPort}`
  return {
    host,
    pid,
    rpcPort,
    restPort,
    mode: java.mode,
    startTicks: process.startTicks,
    bootId: look.bootId,
    pidNamespace: look.pidNamespace,
    published: null,
    commandLine: process.arguments.join(' ').slice(0, longestCommandLine),
  }
}

/** Whether members list the session over a connection that this process does not hold, or another session over one that it holds. */
function findListedContradiction(
  before: LookedProcess,
  process: LookedProcess,
  claim: SessionClaim,
  expected: ExpectedProcess,
  addresses: ReadonlyMap<string, readonly string[]>,
): string | null {
  const { listed, zkSessionId } = claim
  if (!listed) return null
  const isOwn = (one: ListedConnection) => findListed(before, process, one, expected, addresses) !== null
  const other = listed.find((one) => one.zkSessionId !== zkSessionId && isOwn(one))
  if (other)
    return `ZooKeeper lists session ${other.zkSessionId} over a connection of pid ${expected.pid} on ${expected.host}, and not ${zkSessionId} alone`
  const mine = listed.filter((one) => one.zkSessionId === zkSessionId)
  return mine.length > 0 && !mine.some(isOwn)
    ? `ZooKeeper lists session ${zkSessionId} over ${mine[0]!.client}, which is no connection of pid ${expected.pid} on ${expected.host}`
    : null
}

/** Whether its own log names another session over a connection that it holds. */
function findLoggedContradiction(process: LookedProcess, { zkSessionId }: SessionClaim, { host, pid }: ExpectedProcess): string | null {
  const newest = process.log?.newest
  if (!newest || newest.zkSessionId === zkSessionId || !findLogged(process, newest.zkSessionId, pid)) return null
  return `the log of pid ${pid} on ${host} names session ${newest.zkSessionId} over a connection that it holds, and not ${zkSessionId}`
}

function findProof(
  before: LookedProcess,
  process: LookedProcess,
  claim: SessionClaim,
  expected: ExpectedProcess,
  addresses: ReadonlyMap<string, readonly string[]>,
): ProcessProof | null {
  if (claim.listed?.some((one) => one.zkSessionId === claim.zkSessionId && findListed(before, process, one, expected, addresses)))
    return 'listed-connection'
  return findLogged(process, claim.zkSessionId, expected.pid) ? 'logged-connection' : null
}

/** The same socket before and after: a client port that was reused meanwhile has another inode. */
function findListed(
  before: LookedProcess,
  { connections }: LookedProcess,
  { client, member }: ListedConnection,
  { host }: ExpectedProcess,
  addresses: ReadonlyMap<string, readonly string[]>,
): LookedConnection | null {
  const local = toSocketKey(client)
  const server = findHostPort(member)
  if (!local || !server) return null
  // A loopback address names another socket on every host.
  if (isLoopbackKey(local) && !hostsAgree(server.host, host.toLowerCase(), addresses)) return null
  const isThere = (remote: string) =>
    getPort(remote) === server.port &&
    (isLoopbackKey(remote) ? hostsAgree(server.host, host.toLowerCase(), addresses) : hostsAgree(getHost(remote), server.host, addresses))
  const isIt = (one: LookedConnection) => one.local === local && isThere(one.remote)
  const now = connections?.find(isIt)
  return now && before.connections?.some((one) => isIt(one) && one.inode === now.inode) ? now : null
}

/** Only where no other process on this host writes the file, and no other host can. */
function findLogged({ log, connections }: LookedProcess, zkSessionId: string, pid: number): LookedConnection | null {
  if (!log?.newest || !log.isLocal || log.writers?.length !== 1 || log.writers[0] !== pid || log.newest.zkSessionId !== zkSessionId)
    return null
  const [local, remote] = [toSocketKey(log.newest.client), toSocketKey(log.newest.server)]
  return connections?.find((one) => one.local === local && one.remote === remote) ?? null
}
