import { parseJavaCommandLine } from '@/lib/flink/processes/parse-java-command-line'
import { HOW_TO_PROVE, type ProcessProof } from '../contender-proof'
import { holdsPort } from '../holds-port'
import { findHostPort, hostsAgree, hostsDiffer } from '../hosts-agree'
import { getHost, getPort, isLoopbackKey, toSocketKey } from '../socket-address'
import type { LookedConnection, LookedProcess, ProcessIdentity, ProcessLook } from './process-look'

/** What ZooKeeper says of a session, to be found again in a process. */
export interface SessionClaim {
  zkSessionId: string
  /** What the leader published, where all of it is this session's; null: it does not lead. */
  published: { rpcAddress: string; restAddress: string } | null
  /** Connections that members listed between the two looks; null: no member allows it. */
  listed: readonly ListedConnection[] | null
}

export interface ListedConnection {
  zkSessionId: string
  /** `10.0.0.1:43210`. */
  client: string
  /** host:clientPort of the member that listed it, as configured. */
  member: string
}

/** Where the console was told that the JobManager is: by its masters line and its own answers. */
export interface ExpectedProcess {
  host: string
  pid: number
  rpcPort: number
  restPort: number
}

export type Proven = { proof: ProcessProof; identity: ProcessIdentity }

const ENDED = new Set(['Z', 'X', 'x'])
const LONGEST_COMMAND_LINE = 4096

/**
 * Ties a session to a process by what that process holds on its own host (docs/decisions/0033). Every fact that is there is
 * compared; one that contradicts ends it.
 * @param looks before and after members were asked for their connections
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
  if (proof === null)
    return `nothing on ${expected.host} proves that pid ${expected.pid} holds session ${claim.zkSessionId}. ${HOW_TO_PROVE}`
  return { proof, identity: { ...identity, published: claim.published } }
}

/**
 * Whether the process that was noted for a session is there and holds what that session published: asked right before it is
 * killed. That it holds the session was proven when it was noted, and a session is never given to another process.
 * @returns null: it is; else a sentence
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

/** A JobManager that lives and holds both of its ports; a sentence when the look does not show exactly that. */
function toIdentity(look: ProcessLook, { host, pid, rpcPort, restPort }: ExpectedProcess): ProcessIdentity | string {
  const { process } = look
  if (look.kernel !== 'Linux') return `processes are identified on Linux only, and ${host} runs ${look.kernel || 'something else'}`
  if (!look.seesAll) return `processes of others are hidden on ${host} (hidepid): look as the user who runs Flink, with all processes shown`
  if (!process?.startTicks || !process.arguments || process.state === null || ENDED.has(process.state))
    return `pid ${pid} on ${host} is not there any more`
  if (look.bootId === null || look.pidNamespace === null) return `${host} does not tell its boot id or pid name space`
  const java = parseJavaCommandLine(process.arguments)
  if (java?.kind !== 'jobmanager') return `pid ${pid} on ${host} is no JobManager`
  if (process.ownPorts === null) return `what pid ${pid} on ${host} holds cannot be read: look as the user who runs it`
  for (const port of [restPort, rpcPort])
    if (!process.ownPorts.includes(port)) return `pid ${pid} on ${host} does not listen on port ${port}`
  if (!holdsPort({ listens: process.ownPorts, told: java.webUiPort }, restPort))
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
    commandLine: process.arguments.join(' ').slice(0, LONGEST_COMMAND_LINE),
  }
}

type Addresses = ReadonlyMap<string, readonly string[]>
type Publisher = Pick<SessionClaim, 'published' | 'zkSessionId'>
type Holder = Pick<ProcessIdentity, 'host' | 'pid' | 'rpcPort' | 'restPort'>

/**
 * The published addresses and the process's, where they are proven to differ: good enough to show what the process is.
 * @returns null: they may be the same, or the session does not lead
 */
export function findPublishedContradiction({ published, zkSessionId }: Publisher, holder: Holder, addresses: Addresses): string | null {
  if (!published) return null
  const { host, pid, rpcPort, restPort } = holder
  const differs = (address: string, port: number) => {
    const there = findHostPort(address)
    return there?.port !== port || hostsDiffer(there.host, host, addresses)
  }
  if (!differs(published.rpcAddress, rpcPort) && !differs(published.restAddress, restPort)) return null
  return `ZooKeeper publishes ${published.rpcAddress} and ${published.restAddress} for session ${zkSessionId}, but pid ${pid} on ${host} holds ports ${rpcPort} and ${restPort}`
}

/**
 * As `findPublishedContradiction`, before anything is done to the process: a name that cannot be compared is a reason too.
 * @returns null: they are the same, or the session does not lead
 */
export function findPublishedDoubt(publisher: Publisher, holder: Holder, addresses: Addresses): string | null {
  const contradiction = findPublishedContradiction(publisher, holder, addresses)
  if (contradiction !== null || !publisher.published) return contradiction
  const hosts = [publisher.published.rpcAddress, publisher.published.restAddress].map((address) => findHostPort(address)?.host ?? '')
  const unlike = hosts.find((host) => !hostsAgree(host, holder.host, addresses))
  if (unlike === undefined) return null
  return `ZooKeeper publishes ${unlike} for session ${publisher.zkSessionId}, and whether that is ${holder.host} is not known: where this console runs, one of the two names is not resolved or is loopback`
}

/** Members list the session over a connection that is none of the process's, or another session over one that is. */
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

/** Its own log names another session over a connection that it holds. */
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

/** The very socket, before and after: a client port that was given anew meanwhile has another inode. */
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

/** Only where the file is this process's alone: nobody else on this host writes it, and no other host can. */
function findLogged({ log, connections }: LookedProcess, zkSessionId: string, pid: number): LookedConnection | null {
  if (!log?.newest || !log.isLocal || log.writers?.length !== 1 || log.writers[0] !== pid || log.newest.zkSessionId !== zkSessionId)
    return null
  const [local, remote] = [toSocketKey(log.newest.client), toSocketKey(log.newest.server)]
  return connections?.find((one) => one.local === local && one.remote === remote) ?? null
}
