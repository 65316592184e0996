import 'server-only'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, type ClusterHosts, type PlanContext } from '../run/verb'
import { resolveAddresses } from './addresses'
import { findHidden, type Hidden } from './hidden'
import { pickMaster, type Picked } from './pick-master'

/** The processes on a host that concern one master. */
export interface OwnProcessLookup extends Picked {
  host: string
  /** Why a process that is not found may still run; null: all processes are shown. */
  hidden: Hidden | null
}

/** The process of a line of masters. @throws OperationError refused: the line names no port, or more than one process matches; HostError */
export async function findJobManagerProcess(hosts: ClusterHosts, master: string, signal?: AbortSignal): Promise<OwnProcessLookup> {
  const { host, port } = getMasterAddress(master)
  const table = await hosts.findProcesses(host, signal)
  const there = table.processes.filter(isAlive)
  const addresses = await resolveAddresses([host, ...there.flatMap(({ java }) => java.host ?? [])])
  return { host, hidden: findHidden(table, host), ...pickMaster(there, { master, host, port }, addresses) }
}

/** TaskManagers of this cluster on a host. @throws HostError */
export async function findTaskManagers(
  hosts: ClusterHosts,
  host: string,
  signal?: AbortSignal,
): Promise<{ there: FoundProcess[]; hidden: Hidden | null }> {
  const table = await hosts.findProcesses(host, signal)
  return {
    there: table.processes.filter((process) => isAlive(process) && process.java.kind === 'taskmanager' && process.usesConfDir),
    hidden: findHidden(table, host),
  }
}

/** @throws OperationError refused */
export function getMasterAddress(master: string): { host: string; port: number } {
  const line = findHostPort(master)
  if (line) return line
  throw new OperationError(
    'refused',
    `${master} names no port, so its process cannot be told from others. Give its line in masters a port.`,
  )
}

/** The line has to be in the masters file now. @throws OperationError refused */
export function getMaster({ configuration, target }: PlanContext): string {
  const found = configuration.masters.find(({ master }) => master === target)
  if (found) return found.master
  throw new OperationError('refused', `${target?.slice(0, 100) ?? 'Nothing'} is no line of the masters file.`)
}

export function isAlive({ state }: FoundProcess): boolean {
  return state !== 'zombie'
}

export function toPids(processes: readonly FoundProcess[]): string {
  return processes.map(({ identity }) => identity.pid).join(', ')
}
