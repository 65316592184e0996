import { parseQuorum, type ConfiguredServer } from '@/lib/flink/configuration/quorum'
import type { ZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import type { ZooServer } from '@/lib/flink/configuration/zoo-server'
import { toHostPort } from '@/lib/flink/configuration/host'
import type { DoctorInput } from '../../doctor-input'
import { isAddress, isThisMachine } from '@/lib/base/host-names'
import { isSameHost } from '../../machines'

const defaultClientPort = 2181
/** The number of possible ids; further servers are not compared. */
const maxServers = 255

/** The quorum line as Flink reads it, regardless of the connect string that the console's settings give. */
export function readQuorumLine({ configuration }: DoctorInput): { members: ConfiguredServer[]; chroot: string } {
  const { value } = configuration.effective.options.quorum
  return value === null || value === '' ? { members: [], chroot: '' } : parseQuorum(value)
}

/**
 * zoo.cfg where it is evidently meant for the quorum that Flink uses: all members match, or at least one host does.
 * null where it may be Flink's untouched template, or an unrelated file, while ZooKeeper runs elsewhere.
 */
export function findOwnZooCfg(input: DoctorInput): ZooCfg | null {
  const { mode, zooCfg, zooCfgApplies } = input.configuration
  if (mode !== 'zookeeper' || zooCfg === null || zooCfg.dynamicConfigFile !== null) return null
  const bounded = zooCfg.servers.length > maxServers ? { ...zooCfg, servers: zooCfg.servers.slice(0, maxServers) } : zooCfg
  if (zooCfgApplies) return bounded
  const { members } = readQuorumLine(input)
  const isMeant = members.some(({ host }) => bounded.servers.some((server) => isSameHost(server.host, host)))
  return isMeant && !isUntouched(zooCfg) ? bounded : null
}

export function isTemplateServer({ id, host, text }: ZooServer): boolean {
  return id === 1 && isThisMachine(host) && /^server\.1=localhost:2888:3888$/.test(text.replace(/\s/g, ''))
}

/** The template's line left in beside configured servers; with ports of its own it may be the first of an ensemble on one machine. */
export function findLeftTemplateServer({ servers }: ZooCfg): ZooServer | null {
  const found = servers.find((server) => isTemplateServer(server))
  const isAlien = (other: ZooServer) => other !== found && (!isThisMachine(other.host) || other.peerPort === found?.peerPort)
  return found && servers.some(isAlien) ? found : null
}

/** Servers without the template's left-over line, in file order. */
export function getMeantServers(zooCfg: ZooCfg): ZooServer[] {
  const left = findLeftTemplateServer(zooCfg)
  return zooCfg.servers.filter((server) => server !== left)
}

export function getClientPort(zooCfg: ZooCfg, server: ZooServer): number {
  return server.clientPort ?? zooCfg.clientPort.value
}

/** Members of the quorum line and servers of zoo.cfg that have no counterpart; none where names and addresses are mixed. */
export function compareMembers(
  zooCfg: ZooCfg,
  members: readonly ConfiguredServer[],
): { strangers: ConfiguredServer[]; leftOut: ZooServer[] } {
  if (haveOwnFiles(members)) return { strangers: [], leftOut: [] }
  const servers = getMeantServers(zooCfg)
  const isTwin = (server: ZooServer, { host, port }: ConfiguredServer) =>
    isSameHost(server.host, host) && (getClientPort(zooCfg, server) === port || zooCfg.secureClientPort === port)
  const strangers = members.filter((member) => !servers.some((server) => isTwin(server, member)))
  const leftOut = servers.filter((server) => !members.some((member) => isTwin(server, member)))
  // “localhost” may be any of them, and an address may belong to any name.
  const unlike = leftOut.some(({ host }) =>
    strangers.some((member) => isThisMachine(host) !== isThisMachine(member.host) || isAddress(host) !== isAddress(member.host)),
  )
  return unlike ? { strangers: [], leftOut: [] } : { strangers, leftOut }
}

/** Several client ports on one host: then each server there has a zoo.cfg of its own, and this is one of them. */
export function haveOwnFiles(members: readonly ConfiguredServer[]): boolean {
  return members.some((member, index) =>
    members.slice(0, index).some((other) => isSameHost(member.host, other.host) && member.port !== other.port),
  )
}

export function showMember({ host, port }: ConfiguredServer): string {
  return toHostPort(host, port)
}

function isUntouched({ servers, clientPort }: ZooCfg): boolean {
  return servers.length === 1 && servers.every((server) => isThisMachine(server.host)) && clientPort.value === defaultClientPort
}
