import 'server-only'
import { posix } from 'node:path'
import type { ZooServer } from '@/lib/flink/configuration/zoo-server'
import { parseZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import { hostsAgree } from '@/lib/model/hosts-agree'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, type PlanContext } from '../run/verb'
import { resolveAddresses } from './addresses'
import { isAlive, toPids } from './find-own'
import { findHidden, type Hidden } from './hidden'

/** One ZooKeeper server of this quorum: its line in zoo.cfg, its address for clients, its process if it runs. */
export interface QuorumServer {
  /** `host:clientPort`, as in the quorum. */
  address: string
  host: string
  /** N of `server.N`. */
  id: number
  /** The folder whose zoo.cfg it is started with. */
  confDir: string
  own: FoundProcess | null
  /** Why it may run although it is not found; null: all processes of its host are shown. */
  hidden: Hidden | null
}

const mostBytes = 256 * 1024

/** Every server of zoo.cfg, with its process if one runs. @throws OperationError refused, HostError */
export async function findMembers(context: PlanContext): Promise<QuorumServer[]> {
  const { configuration } = context
  const { zooCfg } = configuration
  if (!zooCfg || zooCfg.servers.length === 0)
    throw new OperationError(
      'refused',
      `There is no zoo.cfg with server.N lines in ${context.settings.confDir}. Only a ZooKeeper that Flink’s own scripts start can be started and stopped here.`,
    )
  const members: QuorumServer[] = []
  for (const server of zooCfg.servers) members.push(await findMember(context, server, zooCfg.servers))
  const foreign = members.find(({ address }) => !configuration.quorum.some(({ host, port }) => `${host}:${port}` === address))
  if (foreign)
    throw new OperationError(
      'refused',
      `zoo.cfg describes ${foreign.address}, which the quorum that Flink is told to use does not name. Only a ZooKeeper that Flink’s own scripts start can be started and stopped here. Where several members share a machine, name their conf folders under memberConfDirs in understudy.yaml.`,
    )
  return members
}

/** The member that `target` names by its address. @throws OperationError refused */
export function getMember(members: readonly QuorumServer[], target: string | null): QuorumServer {
  const found = members.find(({ address }) => address === target)
  if (found) return found
  throw new OperationError(
    'refused',
    `${target?.slice(0, 100) ?? 'Nothing'} is no server of zoo.cfg: that names ${members.map(({ address }) => address).join(', ')}.`,
  )
}

async function findMember(context: PlanContext, server: ZooServer, all: readonly ZooServer[]): Promise<QuorumServer> {
  const { hosts, settings } = context
  const table = await hosts.findProcesses(server.host, context.signal)
  const own = table.processes.filter(
    (process) => isAlive(process) && process.java.kind === 'zookeeper' && process.java.peerId === server.id,
  )
  const mine: { process: FoundProcess; confDir: string; clientPort: number }[] = []
  for (const process of own) {
    const read = await readItsFile(context, process, server, all)
    if (read) mine.push({ process, ...read })
  }
  if (mine.length > 1)
    throw new OperationError(
      'refused',
      `${mine.length} processes on ${server.host} say they are server.${server.id}: pids ${toPids(mine.map(({ process }) => process))}. End the one that is too much by hand.`,
    )
  const [only] = mine
  const confDir = only?.confDir ?? settings.hosts.memberConfDirs[String(server.id)] ?? settings.confDir
  const clientPort = only?.clientPort ?? (await readClientPort(context, server, confDir))
  return {
    address: await findQuorumAddress(context, server, clientPort),
    host: server.host,
    id: server.id,
    confDir,
    own: only?.process ?? null,
    hidden: findHidden(table, server.host),
  }
}

/** The file it was started with names it as this server of this quorum; without that proof it is not ours. */
async function readItsFile(
  context: PlanContext,
  { java }: FoundProcess,
  server: ZooServer,
  all: readonly ZooServer[],
): Promise<{ confDir: string; clientPort: number } | null> {
  const file = java.zkConfigFile
  if (file === null || posix.basename(file) !== 'zoo.cfg' || !posix.isAbsolute(file)) return null
  const cfg = await readZooCfg(context, server.host, file)
  if (!cfg || toKey(cfg.servers) !== toKey(all)) return null
  return { confDir: posix.dirname(file), clientPort: server.clientPort ?? cfg.clientPort.value }
}

async function readClientPort(context: PlanContext, server: ZooServer, confDir: string): Promise<number> {
  if (server.clientPort !== null) return server.clientPort
  const cfg =
    confDir === context.settings.confDir
      ? context.configuration.zooCfg
      : await readZooCfg(context, server.host, posix.join(confDir, 'zoo.cfg'))
  return cfg?.clientPort.value ?? 2181
}

async function readZooCfg({ hosts, signal }: PlanContext, host: string, file: string) {
  const { code, stdout } = await hosts.runner.run(host, ['head', '-c', String(mostBytes), file], { deadlineMs: 10_000, signal })
  return code === 0 ? parseZooCfg(stdout) : null
}

/** The address as the quorum writes it: it may know the same host by another name. */
async function findQuorumAddress({ configuration }: PlanContext, server: ZooServer, clientPort: number): Promise<string> {
  const onPort = configuration.quorum.filter(({ port }) => port === clientPort)
  const addresses = await resolveAddresses([server.host, ...onPort.map(({ host }) => host)])
  const found = onPort.find(({ host }) => hostsAgree(host, server.host, addresses))
  if (found) return `${found.host}:${found.port}`
  return `${server.host}:${clientPort}`
}

function toKey(servers: readonly ZooServer[]): string {
  return servers
    .map(({ id, host, peerPort, leaderPort }) => `${id}=${host}:${peerPort}:${leaderPort}`)
    .sort()
    .join()
}
