import 'server-only'
import { OperationRefused } from '@/lib/model/operation-refused'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { readConfFolder } from '@/lib/sources/conf-folder/read'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { createRunnerFor, toClusterHosts } from './cluster-hosts'
import type { PlanContext, Verb } from './verb'
import type { OperationCommand } from './command'

export interface PlanContextsInput {
  console: UnderstudyConsole
  verbs: readonly Verb[]
  /** For the sockets of shared ssh connections. */
  dataDir: string
  environment: NodeJS.ProcessEnv
  /** Replaces this machine and ssh, for tests. */
  createRunner?(settings: ClusterSettings, configuration: HaConfiguration): Promise<HostRunner>
}

/** A cluster as it is now, and the way to its hosts. */
export type ReachedCluster = Pick<PlanContext, 'settings' | 'snapshot' | 'configuration' | 'flinkHome' | 'hosts'>

/** What a plan is based on: settings, the conf folder as it is now, the snapshot, the way to the hosts. */
export interface PlanContexts {
  /** @throws OperationRefused cluster-not-found, not-ready */
  reach(clusterId: string): Promise<ReachedCluster>
  /** @throws OperationRefused cluster-not-found, not-ready, bad-request */
  look(asked: OperationCommand, signal: AbortSignal): Promise<{ verb: Verb; context: PlanContext }>
  close(): Promise<void>
}

export function createPlanContexts(input: PlanContextsInput): PlanContexts {
  const { console, verbs } = input
  const runners = new Map<string, { key: string; runner: Promise<HostRunner> }>()
  const create = input.createRunner ?? ((settings, configuration) => createRunnerFor(settings, configuration, input))

  /** One per cluster, so that connections are shared; created anew when one of its inputs changed. */
  async function getRunner(settings: ClusterSettings, configuration: HaConfiguration): Promise<HostRunner> {
    const key = JSON.stringify([settings.hosts, configuration.effective.options.sshOptions.value])
    const kept = runners.get(settings.id)
    if (kept?.key === key) return kept.runner
    const runner = create(settings, configuration)
    runners.set(settings.id, { key, runner })
    return runner
  }
  function getSettings(clusterId: string): ClusterSettings {
    const settings = console.findSettings(clusterId)
    if (settings) return settings
    throw new OperationRefused('cluster-not-found', `There is no cluster "${clusterId}". GET /api/v1/clusters lists those there are.`)
  }
  async function reach(clusterId: string): Promise<ReachedCluster> {
    const settings = getSettings(clusterId)
    const folder = await readConfFolder(settings.confDir, { flinkHome: settings.flinkHome, quorum: settings.zookeeper?.servers ?? null })
    const revision = console.findSnapshot(clusterId)
    if (!revision) throw new OperationRefused('not-ready', `Nothing is known of "${clusterId}" yet. Try again in a moment.`)
    const runner = await getRunner(settings, folder.configuration)
    return {
      settings,
      snapshot: revision.snapshot,
      configuration: folder.configuration,
      flinkHome: folder.flinkHome,
      hosts: toClusterHosts(runner, settings.confDir),
    }
  }
  return {
    reach,
    async look({ clusterId, request, actor }, signal) {
      getSettings(clusterId)
      const verb = verbs.find(({ kind }) => kind === request.kind)
      if (!verb) throw new OperationRefused('bad-request', `“${request.kind}” cannot be done by this version.`, { field: 'kind' })
      return { verb, context: { ...(await reach(clusterId)), request, actor, signal, target: request.target || null } }
    },
    async close() {
      await Promise.all([...runners.values()].map(async ({ runner }) => (await runner).close()))
      runners.clear()
    },
  }
}
