import type { ClusterFacts } from './cluster-facts'
import type { HostProcess, JobManagerFacts } from './facts'
import { holdsPort } from './holds-port'
import { findHostPort, hostsAgree, hostsDiffer } from './hosts-agree'
import type { ProcessState } from './snapshot'

export interface ProcessVerdict {
  state: ProcessState
  detail: string
  /** Epoch ms; when this state was first seen, or the last sign of life before it. */
  since: number
  process: HostProcess | null
}

const silent: ReadonlySet<JobManagerFacts['link']['state']> = new Set(['frozen', 'silent'])

/**
 * What is proven of the process behind a master's web UI port, right now.
 * ZooKeeper does not count here: it lists a dead process for up to T + tickTime.
 */
export function deriveProcess(facts: ClusterFacts, jm: JobManagerFacts): ProcessVerdict {
  const local = findLocalProcess(facts, jm)
  // A process that fell silent gave its last sign of life before the silence was noticed.
  const since = silent.has(jm.link.state) ? (jm.link.heardAt ?? jm.link.since) : jm.link.since
  const process = local === 'none' || local === 'not-local' ? null : local
  const snapshot = (state: ProcessState, detail: string): ProcessVerdict => ({ state, detail, since, process })
  switch (jm.link.state) {
    case 'open':
      return snapshot('running', process ? `running · pid ${process.pid}` : jm.link.detail)
    case 'frozen':
      return snapshot(
        'frozen',
        process?.state === 'stopped'
          ? `pid ${process.pid} is stopped by a signal; \`kill -CONT ${process.pid}\` resumes it`
          : jm.link.detail,
      )
    case 'refused':
      if (process && process.state !== 'zombie')
        return snapshot('running', `pid ${process.pid} is there, its port is closed: it is starting or stopping`)
      return snapshot('gone', local === 'none' ? `${jm.link.detail}; no such process on this host` : jm.link.detail)
    case 'silent':
    case 'unresolved':
    case 'odd':
    case 'connecting':
      if (local === 'none' && jm.link.state !== 'odd') return snapshot('gone', 'no such process on this host')
      return snapshot('unknown', jm.link.detail)
  }
}

/** `none`: this host's process table was read after the link changed and has no such process. */
function findLocalProcess(facts: ClusterFacts, jm: JobManagerFacts): HostProcess | 'none' | 'not-local' {
  const line = findHostPort(jm.master)
  if (!line || !facts.localHosts.has(line.host) || !facts.processes.known) return 'not-local'
  const { value, at } = facts.processes
  const onPort = value.filter((process) => isProcessOf(facts, process, line))
  const own = onPort.filter((process) => isOfCluster(facts, process))
  const found = own.find((process) => isHolding(process, line.port)) ?? own[0]
  // A process with another conf folder belongs to another cluster: it proves neither life nor death of this one.
  if (!found && onPort.length > 0) return 'not-local'
  const isOlderThanLink = Date.parse(at) < jm.link.since
  const mayBeThere = !found && value.some((process) => isUntold(facts, process, line))
  if (!found || found.state === 'zombie') return isOlderThanLink || mayBeThere ? 'not-local' : 'none'
  return isOlderThanLink && jm.link.state !== 'open' ? 'not-local' : found
}

function isOfCluster({ confDir, realConfDir }: ClusterFacts, { configDir, realConfigDir }: HostProcess): boolean {
  if (configDir === null || confDir === null || configDir === confDir) return true
  return realConfigDir !== null && (realConfigDir === realConfDir || realConfigDir === confDir)
}

function isProcessOf(facts: ClusterFacts, process: HostProcess, line: { host: string; port: number }): boolean {
  if (process.kind !== 'jobmanager' || (process.webUiPort !== line.port && !isHolding(process, line.port))) return false
  return !process.hostArgument || hostsAgree(process.hostArgument, line.host, facts.addresses)
}

/** It may be it: its command line is too long to be read, or names the port and a host that cannot be compared. */
function isUntold(
  { addresses }: ClusterFacts,
  { kind, hostArgument, webUiPort }: HostProcess,
  line: { host: string; port: number },
): boolean {
  if (kind !== 'jobmanager' || !hostArgument || webUiPort !== line.port) return kind === 'unread'
  return !hostsAgree(hostArgument, line.host, addresses) && !hostsDiffer(hostArgument, line.host, addresses)
}

function isHolding({ listens, webUiPort }: HostProcess, port: number): boolean {
  return holdsPort({ listens, reported: webUiPort }, port)
}
