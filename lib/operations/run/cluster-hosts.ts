import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { askIfGone, sendSignal, waitUntilGone } from '@/lib/sources/hosts/act-on-process'
import { parseClusterSshOptions } from '@/lib/flink/ssh-options/cluster-ssh-options'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import { findProcesses } from '@/lib/sources/hosts/find-processes'
import { parseOwnSshOptions } from '@/lib/flink/ssh-options/own-ssh-options'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { findSocketFolder } from '@/lib/sources/hosts/socket-folder'
import type { SshOptions } from '@/lib/flink/ssh-options/ssh-words'
import type { ClusterHosts } from './verb'

/** How this console gets to the hosts of one cluster, by its settings and Flink's configuration. */
export async function createRunnerFor(
  settings: ClusterSettings,
  configuration: HaConfiguration | null,
  { dataDir, environment }: { dataDir: string; environment: NodeJS.ProcessEnv },
): Promise<HostRunner> {
  const { options, problem } = getSshOptions(settings, configuration, environment)
  const socketFolder = settings.hosts.control === 'ssh' ? await findSocketFolder(dataDir) : null
  return createHostRunner({ control: settings.hosts.control, ssh: { options, socketFolder }, sshProblem: problem, environment })
}

/** Flink's config.sh reads env.ssh.opts only where FLINK_SSH_OPTS is not set. Only the last of the three is foreign text. */
function getSshOptions({ hosts }: ClusterSettings, configuration: HaConfiguration | null, environment: NodeJS.ProcessEnv): SshOptions {
  const own = hosts.sshOptions ?? environment.FLINK_SSH_OPTS
  return own !== undefined ? parseOwnSshOptions(own) : parseClusterSshOptions(configuration?.effective.options.sshOptions.value ?? '')
}

export function toClusterHosts(runner: HostRunner, confDir: string): ClusterHosts {
  return {
    runner,
    findProcesses: (host, signal) => findProcesses(runner, host, confDir, signal),
    sendSignal: (process, signal) => sendSignal(runner, process, signal),
    askIfGone: (process) => askIfGone(runner, process),
    waitUntilGone: (process, ms, signal) => waitUntilGone(runner, process, ms, signal),
  }
}
