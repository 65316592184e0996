import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { readConfFolder } from '@/lib/sources/conf-folder/read'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { findElectionPlace } from '../election/election-clients'
import type { ElectionPlace } from '../election/read-election'
import { createRunnerFor, toClusterHosts } from '@/lib/operations/run/cluster-hosts'
import type { ClusterHosts } from '@/lib/operations/run/verb'

/** Access to one cluster's hosts and election, for what works beside operations. */
export interface TakeoverContext {
  getHosts(): Promise<ClusterHosts | null>
  getPlace(): Promise<ElectionPlace | null>
  close(): Promise<void>
}

/** The conf folder is read again no more often than this. */
const freshMs = 5_000

export function createTakeoverContext(
  console: UnderstudyConsole,
  clusterId: string,
  { dataDir, environment }: { dataDir: string; environment: NodeJS.ProcessEnv },
): TakeoverContext {
  let read: { at: number; configuration: Promise<HaConfiguration> } | null = null
  let kept: { key: string; runner: Promise<HostRunner> } | null = null

  async function getConfiguration(settings: ClusterSettings): Promise<HaConfiguration> {
    if (!read || Date.now() - read.at > freshMs) {
      const reading = readConfFolder(settings.confDir, { flinkHome: settings.flinkHome, quorum: settings.zookeeper?.servers ?? null }).then(
        ({ configuration }) => configuration,
      )
      reading.catch(() => (read = null))
      read = { at: Date.now(), configuration: reading }
    }
    return read.configuration
  }
  return {
    async getHosts() {
      const settings = console.findSettings(clusterId)
      if (!settings || settings.hosts.control === 'none') return null
      const configuration = await getConfiguration(settings)
      const key = JSON.stringify([settings.hosts, configuration.effective.options.sshOptions.value])
      if (kept?.key !== key) kept = { key, runner: createRunnerFor(settings, configuration, { dataDir, environment }) }
      return toClusterHosts(await kept.runner, settings.confDir)
    },
    async getPlace() {
      const settings = console.findSettings(clusterId)
      return settings ? findElectionPlace(settings, await getConfiguration(settings)) : null
    },
    async close() {
      await (await kept?.runner.catch(() => null))?.close()
    },
  }
}
