import 'server-only'
import { toList } from '@/lib/base/counts'
import { isLoopback } from '@/lib/base/host-names'
import { holdsPort } from '@/lib/model/holds-port'
import { hostsAgree } from '@/lib/model/hosts-agree'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError } from '../run/verb'

export interface Picked {
  /** The process that is exactly this cluster's; null: none. */
  own: FoundProcess | null
  /** Other processes in its way: of another conf folder or host on its port, or not distinguishable from it. */
  inTheWay: FoundProcess[]
}

interface Line {
  master: string
  host: string
  port: number
}

/** So long after its start a JobManager may not listen yet. */
const startingMs = 90_000

/**
 * The process of a masters line among those of its host: started with this cluster's conf folder, and it listens on the line's port
 * (docs/decisions/0034). A process that was started for the port and does not listen there (yet) matches too, unless another one does.
 * @throws OperationError refused: two could match, or another cluster's process holds its port
 */
export function pickMaster(there: readonly FoundProcess[], line: Line, addresses: ReadonlyMap<string, readonly string[]>): Picked {
  // A container's port is none of this host's; a process in a container that was started with this conf folder is recognized like any
  // other.
  const all = there.filter(({ java, isNetworkApart, usesConfDir }) => java.kind === 'jobmanager' && (usesConfDir || !isNetworkApart))
  const listening = all.filter((process) => isListening(process, line.port))
  const claiming = all.filter((process) => !listening.includes(process) && process.java.webUiPort === line.port)
  const isMine = (process: FoundProcess) => process.usesConfDir && isForHost(process, line, addresses)
  const mine = [...listening, ...claiming].filter(isMine)
  const [own = null] = mine
  if (mine.length > 1)
    throw refusal(line, mine, 'could be it. Wait until one of them ends, because they share a port, or end the wrong one by hand')
  const holder = own === null || listening.includes(own) ? undefined : listening[0]
  if (own && holder) throw refusal(line, [own, holder], 'claim its port, and the second one holds it. End the wrong one by hand')
  const unclear = own ? [] : all.filter((process) => !listening.includes(process) && !claiming.includes(process) && isUnclear(process))
  return { own, inTheWay: [...[...listening, ...claiming].filter((process) => process !== own), ...unclear] }
}

/** "pid 7 (conf folder /c, listens on 8081)". */
export function toSeen({ identity, java, listens, usesConfDir, user }: FoundProcess, port: number): string {
  const folder = `conf folder ${java.configDir ?? 'not named'}${usesConfDir ? '' : ', another cluster’s'}`
  const how = listens?.includes(port)
    ? `listens on ${port}`
    : listens === null
      ? `its sockets are not shown here; it belongs to ${user ?? 'another user'}`
      : `does not listen on ${port}`
  return `pid ${identity.pid} (${folder}; ${java.webUiPort === null ? 'started without a port' : `started for port ${java.webUiPort}`}${java.host === null ? '' : ` of ${java.host}`}; ${how})`
}

function isListening({ listens, java }: FoundProcess, port: number): boolean {
  return holdsPort({ listens, reported: java.webUiPort }, port)
}

/** Of this cluster, started without a port, and either its sockets are hidden or it may still be starting. */
function isUnclear({ usesConfDir, java, listens, ageMs }: FoundProcess): boolean {
  return usesConfDir && java.webUiPort === null && (listens === null || ageMs === null || ageMs < startingMs)
}

/**
 * A host that it was started with has to be this one, by its addresses. A name that cannot be compared here (one that only its own host
 * resolves, or localhost) counts only for the process that holds the port.
 */
function isForHost(process: FoundProcess, { host, port }: Line, addresses: ReadonlyMap<string, readonly string[]>): boolean {
  const claiming = process.java.host?.toLowerCase() ?? null
  if (claiming === null || hostsAgree(claiming, host, addresses)) return true
  const canCompare = !isLoopback(claiming) && [claiming, host.toLowerCase()].every((name) => (addresses.get(name) ?? []).length > 0)
  return !canCompare && isListening(process, port)
}

function refusal({ master, host, port }: Line, processes: readonly FoundProcess[], why: string): OperationError {
  return new OperationError(
    'refused',
    `${processes.length} processes on ${host} say they are ${master}: ${toList(processes.map((process) => toSeen(process, port)))} ${why}.`,
  )
}
