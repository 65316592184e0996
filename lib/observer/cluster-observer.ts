import 'server-only'

import { deriveHeardAt } from '@/lib/model/derive-sources'
import { createSnapshotDeriver, EMPTY_MEMORY, type Memory } from '@/lib/model/derive-snapshot'
import { toIso, unknown } from '@/lib/model/observed'
import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { toSummary } from '@/lib/model/summarize'
import { startConfigurationFeed, type ObservedFolder } from './configuration-feed'
import type { ZnodeView } from './console'
import type { Feed, GatheredFacts, Urgency } from './feed'
import { createListeners } from './listeners'
import { publishRevision, type Beat, type PublishedRevision } from './published'
import { createPublisher } from './publisher'
import type { SharedSources } from './shared-sources'
import { startSourceFeeds, type SourceFeeds } from './source-feeds'
import { deriveWishes } from './steer'
import { toZnodeView } from './znode-view'

/** What understudy.yaml or the environment says of one cluster. */
export interface ObservedCluster {
  id: string
  name: string
  confDir: string
  flinkHome: string | null
  zookeeper: { servers: string | null; auth?: { scheme: 'digest'; credentials: string }; tls?: object } | null
}

export interface ClusterObserver {
  readonly id: string
  current(): PublishedRevision
  /** Called at once with the newest revision, then with each. */
  subscribe(listener: (revision: PublishedRevision) => void): () => void
  summary(): ClusterSummary
  beat(now: number): Beat
  findZnode(path: string): ZnodeView | null
  history(): Pick<ClusterSnapshot, 'events' | 'lanes'>
  figures(): { revisions: number; readers: number; nodes: number; jobManagerRequests: number; zookeeper: SourceFeeds['zookeeperCounters'] | null }
  close(): void
}

/** Words and ages in the snapshot ("at most 4 s old") are written anew this often when nothing else changes. */
const AGEING_MS = 15_000

/** One observer a cluster: gathers facts from every source, derives the snapshot, publishes revisions. */
export function observeCluster(settings: ObservedCluster, shared: SharedSources, epoch: string): ClusterObserver {
  const facts = toEmptyFacts(settings, shared)
  const derive = createSnapshotDeriver(epoch)
  const listeners = createListeners<PublishedRevision>((error) => shared.log.error({ err: error, cluster: settings.id }, 'A reader failed'))
  const past = createPast()
  let memory: Memory = EMPTY_MEMORY
  let newest: PublishedRevision | null = null
  let feeds: SourceFeeds | null = null

  function publish(): PublishedRevision {
    refreshShared(facts, shared)
    const before = newest?.snapshot ?? null
    const derived = derive(facts, memory, before, Date.now())
    memory = derived.memory
    if (!derived.isChanged && newest) return newest
    past.take(derived.snapshot)
    newest = publishRevision(derived.snapshot, before)
    listeners.emit(newest)
    for (const wish of deriveWishes(before, derived.snapshot, facts)) {
      if (wish.ask === 'processes') shared.processes.refresh()
      else feeds?.refresh(wish.master, wish.ask)
    }
    return newest
  }
  const publisher = createPublisher(publish)
  const changed = (urgency: Urgency) => {
    if (urgency !== 'quiet') publisher[urgency]()
  }
  const isProvenLeader = (master: string) => {
    const leader = newest?.snapshot.leader
    return leader?.master === master && leader.process === 'running' && facts.tree.status === 'live' && facts.session.state === 'connected'
  }
  const takeFolder = (folder: ObservedFolder) => {
    facts.configuration = folder.configuration
    facts.flinkVersion = folder.flinkVersion
    if (folder.configuration.known) feeds = startSourceFeeds({ facts, settings, shared, configuration: folder.configuration.value, isProvenLeader, changed, previous: feeds })
    changed('urgent')
  }
  const subscriptions: Feed[] = [
    { close: startConfigurationFeed(settings, takeFolder).close },
    { close: shared.processes.onChange(() => changed('urgent')) },
    { close: shared.onAddresses(() => changed('urgent')) },
    startAgeing(() => changed('bulk')),
    publisher,
  ]
  return {
    id: settings.id,
    current: () => newest ?? publish(),
    subscribe(listener) {
      const stop = listeners.add(listener)
      listener(newest ?? publish())
      return stop
    },
    summary: () => toSummary((newest ?? publish()).snapshot),
    beat: (now) => toBeat(newest ?? publish(), facts, now),
    findZnode: (path) => (feeds?.mirror ? toZnodeView(feeds.mirror.state.nodes, path, facts.tree.tree) : null),
    history: () => ({ events: past.events, lanes: memory.lanes }),
    figures: () => ({
      revisions: newest?.revision ?? 0, readers: listeners.size, nodes: feeds?.mirror?.state.nodes.size ?? 0,
      jobManagerRequests: feeds?.jobManagerRequests() ?? 0, zookeeper: feeds?.zookeeperCounters ?? null,
    }),
    close() {
      for (const subscription of subscriptions) subscription.close()
      feeds?.close()
    },
  }
}

function toEmptyFacts(settings: ObservedCluster, shared: SharedSources): GatheredFacts {
  const now = Date.now()
  return {
    id: settings.id,
    name: settings.name,
    confDir: settings.confDir,
    flinkVersion: null,
    configuration: unknown('configuration', now, 'the configuration is being read'),
    session: { state: 'off', since: now, member: null, reason: 'the configuration was not read yet', lastHeardAt: null },
    tree: { status: 'loading', since: now, detail: null, at: null, tree: null },
    jobManagers: [],
    members: [],
    processes: shared.processes.processes,
    localHosts: new Set(),
    addresses: shared.addresses.addresses,
    findTarget: () => null,
    storage: unknown('haStorage', now, 'the storage directory was not looked at yet'),
  }
}

function refreshShared(facts: GatheredFacts, shared: SharedSources): void {
  facts.processes = shared.processes.processes
  facts.addresses = shared.addresses.addresses
  facts.localHosts = shared.findLocalHosts(facts.jobManagers.map((jm) => jm.master))
}

function toBeat(newest: PublishedRevision, facts: GatheredFacts, now: number): Beat {
  const heardAt = Object.entries(deriveHeardAt(facts)).map(([source, at]) => [source, at === null ? null : toIso(at)] as const)
  return { now: toIso(now), epoch: newest.epoch, revision: newest.revision, lastHeardAt: Object.fromEntries(heardAt) }
}

function startAgeing(age: () => void): Feed {
  const timer = setInterval(age, AGEING_MS)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

const MOST_PAST_EVENTS = 2_000

/** Events since the start of the process; the snapshot itself carries only the last ones. */
function createPast() {
  const events: ClusterSnapshot['events'] = []
  return {
    events,
    take(snapshot: ClusterSnapshot) {
      const last = Number(events[0]?.id ?? 0)
      events.unshift(...snapshot.events.filter((event) => Number(event.id) > last))
      events.length = Math.min(events.length, MOST_PAST_EVENTS)
    },
  }
}

