import 'server-only'
import { findHostPort, isLoopback } from '@/lib/model/hosts-agree'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError, type ClusterHosts, type PlanContext } from '../run/verb'

/** What runs on a host that has to do with one master, member or worker. */
export interface Found {
  host: string
  /** Exactly this cluster's; null: none. */
  own: FoundProcess | null
  /** Others that stand in its way: of another conf folder, on the same port. */
  inTheWay: FoundProcess[]
}

/** A line of masters. @throws OperationError refused: it names no port, or more than one process is it */
export async function findMaster(hosts: ClusterHosts, master: string, signal?: AbortSignal): Promise<Found> {
  const { host, port } = getMasterAddress(master)
  const there = (await hosts.findProcesses(host, signal)).filter(isAlive)
  return pickMaster(there, master, host, port)
}

export function pickMaster(there: readonly FoundProcess[], master: string, host: string, port: number): Found {
  const onPort = there.filter(({ java }) => java.kind === 'jobmanager' && java.webUiPort === port)
  const own = onPort.filter((process) => process.usesConfDir && isForHost(process, host))
  const [only = null] = own
  if (own.length > 1) throw new OperationError('refused', `${own.length} processes on ${host} say they are ${master}: pids ${toPids(own)}. One of them will end, because they share a port. Wait for that, or end the wrong one by hand.`)
  return { host, own: only, inTheWay: onPort.filter((process) => process !== only) }
}

/** TaskManagers of this cluster on a host. */
export async function findTaskManagers(hosts: ClusterHosts, host: string, signal?: AbortSignal): Promise<FoundProcess[]> {
  return (await hosts.findProcesses(host, signal)).filter((process) => isAlive(process) && process.java.kind === 'taskmanager' && process.usesConfDir)
}

/** @throws OperationError refused */
export function getMasterAddress(master: string): { host: string; port: number } {
  const line = findHostPort(master)
  if (line) return line
  throw new OperationError('refused', `${master} names no port, so its process cannot be told from others. Give its line in masters a port.`)
}

/** The line has to stand in the masters file now. @throws OperationError refused */
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

/** It was told a host: then it has to be this one, by name. */
function isForHost({ java }: FoundProcess, host: string): boolean {
  const told = java.host?.toLowerCase() ?? null
  return told === null || told === host.toLowerCase() || (isLoopback(told) && isLoopback(host.toLowerCase()))
}
