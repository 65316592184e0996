import 'server-only'

import { BEING_READ } from '@/lib/model/derive-reasons'
import { deriveHeardAt } from '@/lib/model/derive-sources'
import { toIso, unknown } from '@/lib/model/observed'
import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { toSummary } from '@/lib/model/summarize'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { startConfigurationFeed, type ObservedFolder } from './configuration-feed'
import type { ZnodeView } from '@/lib/model/znode-view'
import type { Feed, GatheredFacts, Urgency } from './feed'
import type { Beat, PublishedRevision } from './published'
import { followProcesses } from './process-feed'
import { createPublisher } from './publisher'
import { createRevisionLine } from './revision-line'
import type { SharedSources } from './shared-sources'
import { startSourceFeeds, type SourceFeeds } from './source-feeds'
import { deriveWishes, type Wish } from './steer'
import { toZnodeView } from './znode-view'

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
export function observeCluster(settings: ClusterSettings, shared: SharedSources, epoch: string): ClusterObserver {
  const facts = toEmptyFacts(settings, shared)
  const line = createRevisionLine(facts, epoch, (error) => shared.log.error({ err: error, cluster: settings.id }, 'A reader failed'))
  let feeds: SourceFeeds | null = null
  let folderVersion: string | null = null

  function publish(): PublishedRevision {
    refreshShared(facts, shared, folderVersion)
    if (feeds) lookAtTree(facts, feeds)
    const before = line.newest()?.snapshot ?? null
    const revision = line.advance(Date.now())
    for (const wish of deriveWishes(before, revision.snapshot, facts)) {
      if (wish.ask === 'processes') processes.ask()
      else if (feeds) grant(wish, feeds)
    }
    if (facts.localHosts.size > 0 && hasDoubtfulProcess(revision)) doubt.start()
    return revision
  }
  const processes = followProcesses(shared.processes, () => changed('urgent'))
  const doubt = createDoubt(processes.ask)
  const current = () => line.newest() ?? publish()
  const publisher = createPublisher(publish, shared.budget)
  const changed = (urgency: Urgency) => {
    if (urgency !== 'quiet') publisher[urgency]()
  }
  const takeFolder = (folder: ObservedFolder) => {
    facts.configuration = folder.configuration
    folderVersion = folder.flinkVersion
    if (folder.configuration.known) {
      const isProvenLeader = (master: string) => canAskForLeaderData(facts, line.newest(), master)
      feeds = startSourceFeeds({ facts, settings, shared, configuration: folder.configuration.value, isProvenLeader, changed, previous: feeds })
    }
    changed('urgent')
  }
  const subscriptions: Feed[] = [
    startConfigurationFeed(settings, takeFolder),
    processes,
    { close: shared.onAddresses(() => changed('urgent')) },
    startAgeing(() => changed('bulk')),
    doubt,
    publisher,
  ]
  return {
    id: settings.id,
    current,
    subscribe(listener) {
      const stop = line.listeners.add(listener)
      listener(current())
      return stop
    },
    summary: () => toSummary(current().snapshot),
    beat: (now) => toBeat(current(), facts, now),
    findZnode: (path) => (feeds?.mirror ? toZnodeView(feeds.mirror.state.nodes, path, facts.tree.tree) : null),
    history: () => line.history(),
    figures: () => toFigures(current(), line.listeners.size, feeds),
    close() {
      for (const subscription of subscriptions) subscription.close()
      feeds?.close()
    },
  }
}

function grant(wish: Exclude<Wish, { ask: 'processes' }>, feeds: SourceFeeds): void {
  if (wish.ask === 'members') feeds.parts.members.refresh()
  else feeds.refresh(wish.master, wish.ask)
}

function lookAtTree(facts: GatheredFacts, { parts }: SourceFeeds): void {
  parts.zookeeper?.decode()
  parts.storage.want(facts.tree.tree?.jobs ?? [])
}

/** DESIGN section 6: data that a process would fetch from the leader is asked of the proven leader only. */
function canAskForLeaderData(facts: GatheredFacts, newest: PublishedRevision | null, master: string): boolean {
  const leader = newest?.snapshot.leader
  return leader?.master === master && leader.process === 'running' && facts.tree.status === 'live' && facts.session.state === 'connected'
}

function toFigures(newest: PublishedRevision, readers: number, feeds: SourceFeeds | null): ReturnType<ClusterObserver['figures']> {
  return {
    revisions: newest.revision,
    readers,
    nodes: feeds?.mirror?.state.nodes.size ?? 0,
    jobManagerRequests: feeds?.jobManagerRequests() ?? 0,
    zookeeper: feeds?.zookeeperCounters ?? null,
  }
}

function toEmptyFacts(settings: ClusterSettings, shared: SharedSources): GatheredFacts {
  const now = Date.now()
  return {
    id: settings.id,
    name: settings.name,
    confDir: settings.confDir,
    flinkVersion: null,
    configuration: unknown('configuration', now, BEING_READ),
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

function refreshShared(facts: GatheredFacts, shared: SharedSources, folderVersion: string | null): void {
  const running = facts.jobManagers.find((jm) => jm.link.state === 'open' && jm.own.known && jm.own.value.flinkVersion !== null)
  facts.flinkVersion = (running?.own.known ? running.own.value.flinkVersion : null) ?? folderVersion
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

/** A process whose port is closed already, or not open yet: the next look at the process table will tell which. */
function hasDoubtfulProcess({ snapshot }: PublishedRevision): boolean {
  return snapshot.jobManagers.some((jm) => jm.processState === 'running' && jm.webUi.reachable === false)
}

const DOUBT_MS = 500

/** Looks again half a second later, once however often it is asked to. */
function createDoubt(look: () => void): Feed & { start(): void } {
  let timer: NodeJS.Timeout | null = null
  return {
    start: () => void (timer ??= setTimeout(() => ((timer = null), look()), DOUBT_MS)),
    close: () => void (timer && clearTimeout(timer)),
  }
}
