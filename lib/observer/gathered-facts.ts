import 'server-only'
import { unknown } from '@/lib/model/observed'
import { beingRead } from '@/lib/model/reasons/configuration-reasons'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { GatheredFacts } from './feed'
import type { SharedSources } from './shared-sources'

/** Facts of a cluster before anything was read. */
export function toEmptyFacts(settings: ClusterSettings, shared: SharedSources): GatheredFacts {
  const now = Date.now()
  return {
    id: settings.id,
    name: settings.name,
    confDir: settings.confDir,
    webUi: settings.webUi,
    realConfDir: null,
    flinkVersion: null,
    configuration: unknown('configuration', now, beingRead),
    session: { state: 'off', since: now, member: null, reason: 'the configuration was not read yet', lastHeardAt: null },
    tree: { status: 'loading', since: now, detail: null, at: null, behindSince: null, tree: null },
    jobManagers: [],
    members: [],
    processes: shared.processes.processes,
    localHosts: new Set(),
    addresses: shared.addresses.addresses,
    findTarget: () => null,
    storage: unknown('haStorage', now, 'the storage directory was not looked at yet'),
    doctor: null,
    control: settings.hosts.control,
    operation: null,
    fenced: null,
    holders: [],
  }
}

/** Copies the facts that are gathered for all clusters at once. */
export function refreshShared(facts: GatheredFacts, shared: SharedSources, folderVersion: string | null): void {
  const running = facts.jobManagers.find((jm) => jm.link.state === 'open' && jm.own.known && jm.own.value.flinkVersion !== null)
  facts.flinkVersion = (running?.own.known ? running.own.value.flinkVersion : null) ?? folderVersion
  facts.processes = shared.processes.processes
  facts.operation = shared.operations.get(facts.id) ?? null
  facts.fenced = shared.fenced.get(facts.id) ?? null
  facts.holders = shared.holders.get(facts.id) ?? []
  facts.addresses = shared.addresses.addresses
  facts.localHosts = shared.findLocalHosts(facts.jobManagers.map((jm) => jm.master))
}
