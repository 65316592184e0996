import 'server-only'
import type { HostEnvironment } from '@/lib/doctor/doctor-input'
import { planProbe } from '@/lib/doctor/plan-probe'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { HostProcess } from '@/lib/model/facts'
import { lookAtDirectories } from './look-at-directories'
import { readPidFiles } from './read-pid-files'
import { resolveHosts } from './resolve-hosts'
import { withinDeadline } from './within-deadline'

export interface ProbeOptions {
  /** Absolute; null: the texts are from another machine. */
  confFolder: string | null
  /** Flink's and ZooKeeper's processes on this machine; null: not known. */
  processes: readonly HostProcess[] | null
  /** Whether a host is this machine. */
  isLocalHost(host: string): Promise<boolean>
  /** Whatever has no answer by then counts as not requested. */
  signal: AbortSignal
}

/**
 * This machine's names, directories and pid files for a configuration. Read-only, never throws. Directories are read only on a machine that
 * masters names: elsewhere they are not the JobManagers'.
 */
export async function probeHostEnvironment(configuration: HaConfiguration, options: ProbeOptions): Promise<HostEnvironment> {
  const { confFolder, processes, signal } = options
  const plan = planProbe(configuration)
  const [hosts, directories, pidFiles] = await Promise.all([
    resolveHosts(plan.hosts, signal),
    isOneOf(plan.masterHosts, options).then((isMaster) => (isMaster ? lookAtDirectories(plan.directories, signal) : new Map())),
    plan.pidDir === null ? null : withinDeadline(readPidFiles(plan.pidDir, confFolder, processes), signal),
  ])
  return { hosts, directories, pidFiles, confFolder, sharedDefaultFileSystem: plan.sharedDefaultFileSystem }
}

/** The part that needs no look-up, for `--offline`. */
export function deriveHostEnvironment(configuration: HaConfiguration, confFolder: string | null): HostEnvironment {
  return {
    hosts: new Map(),
    directories: new Map(),
    pidFiles: null,
    confFolder,
    sharedDefaultFileSystem: planProbe(configuration).sharedDefaultFileSystem,
  }
}

async function isOneOf(hosts: readonly string[], { isLocalHost, signal }: ProbeOptions): Promise<boolean> {
  const answers = await Promise.all(hosts.map((host) => withinDeadline(isLocalHost(host), signal)))
  return answers.includes(true)
}
