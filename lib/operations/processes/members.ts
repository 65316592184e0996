import 'server-only'
import { posix } from 'node:path'
import type { ZooServer } from '@/lib/flink/configuration/zoo-server'
import { parseZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, type PlanContext } from '../run/verb'
import { isAlive, toPids } from './find-own'

/** One ZooKeeper server of this quorum: its line in zoo.cfg, its address for clients, its process if it runs. */
export interface Member {
  /** `host:clientPort`, as in the quorum. */
  address: string
  host: string
  /** N of `server.N`. */
  id: number
  /** The folder whose zoo.cfg it is started with. */
  confDir: string
  own: FoundProcess | null
}

const MOST_BYTES = 256 * 1024

/** Every server of zoo.cfg, with what runs of it. @throws OperationError refused, HostError */
export async function findMembers(context: PlanContext): Promise<Member[]> {
  const { configuration } = context
  const { zooCfg } = configuration
  if (!zooCfg || zooCfg.servers.length === 0) throw new OperationError('refused', `There is no zoo.cfg with server.N lines in ${context.settings.confDir}. Only a ZooKeeper that Flink’s own scripts start can be started and stopped here.`)
  if (!configuration.zooCfgApplies) throw new OperationError('refused', 'zoo.cfg describes other servers than the quorum that Flink is told to use. Only a ZooKeeper that Flink’s own scripts start can be started and stopped here.')
  const members: Member[] = []
  for (const server of zooCfg.servers) members.push(await findMember(context, server, zooCfg.servers))
  return members
}

/** The member that `target` names by its address. @throws OperationError refused */
export function getMember(members: readonly Member[], target: string | null): Member {
  const found = members.find(({ address }) => address === target)
  if (found) return found
  throw new OperationError('refused', `${target?.slice(0, 100) ?? 'Nothing'} is no server of zoo.cfg: that names ${members.map(({ address }) => address).join(', ')}.`)
}

async function findMember(context: PlanContext, server: ZooServer, all: readonly ZooServer[]): Promise<Member> {
  const { hosts, settings } = context
  const own = (await hosts.findProcesses(server.host, context.signal)).filter((process) => isAlive(process) && process.java.kind === 'zookeeper' && process.java.peerId === server.id)
  const mine: { process: FoundProcess; confDir: string; clientPort: number }[] = []
  for (const process of own) {
    const read = await readItsFile(context, process, server, all)
    if (read) mine.push({ process, ...read })
  }
  if (mine.length > 1) throw new OperationError('refused', `${mine.length} processes on ${server.host} say they are server.${server.id}: pids ${toPids(mine.map(({ process }) => process))}. End the one that is too much by hand.`)
  const [only] = mine
  const confDir = only?.confDir ?? settings.hosts.memberConfDirs[String(server.id)] ?? settings.confDir
  const clientPort = only?.clientPort ?? (await readClientPort(context, server, confDir))
  return { address: toAddress(context, server, clientPort), host: server.host, id: server.id, confDir, own: only?.process ?? null }
}

/** The file it was started with says that it is this server of this quorum; without that it is somebody else's. */
async function readItsFile(context: PlanContext, { java }: FoundProcess, server: ZooServer, all: readonly ZooServer[]): Promise<{ confDir: string; clientPort: number } | null> {
  const file = java.zkConfigFile
  if (file === null || posix.basename(file) !== 'zoo.cfg' || !posix.isAbsolute(file)) return null
  const cfg = await readZooCfg(context, server.host, file)
  if (!cfg || toKey(cfg.servers) !== toKey(all)) return null
  return { confDir: posix.dirname(file), clientPort: server.clientPort ?? cfg.clientPort.value }
}

async function readClientPort(context: PlanContext, server: ZooServer, confDir: string): Promise<number> {
  if (server.clientPort !== null) return server.clientPort
  const cfg = confDir === context.settings.confDir ? context.configuration.zooCfg : await readZooCfg(context, server.host, posix.join(confDir, 'zoo.cfg'))
  return cfg?.clientPort.value ?? 2181
}

async function readZooCfg({ hosts, signal }: PlanContext, host: string, file: string) {
  const { code, stdout } = await hosts.runner.run(host, ['head', '-c', String(MOST_BYTES), file], { deadlineMs: 10_000, signal })
  return code === 0 ? parseZooCfg(stdout) : null
}

/** As the quorum writes it, where that names this server by another name for the same port. */
function toAddress({ configuration, snapshot }: PlanContext, server: ZooServer, clientPort: number): string {
  const plain = `${server.host}:${clientPort}`
  const known = [...configuration.quorum.map(({ host, port }) => `${host}:${port}`), ...snapshot.quorum.members.map(({ address }) => address)]
  return known.find((address) => address.toLowerCase() === plain.toLowerCase()) ?? known.find((address) => findHostPort(address)?.port === clientPort && configuration.quorum.filter(({ port }) => port === clientPort).length === 1) ?? plain
}

function toKey(servers: readonly ZooServer[]): string {
  return servers.map(({ id, host, peerPort, leaderPort }) => `${id}=${host}:${peerPort}:${leaderPort}`).sort().join()
}
