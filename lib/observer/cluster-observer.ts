import 'server-only'
import { realpath } from 'node:fs/promises'

import { BEING_READ } from '@/lib/model/derive-reasons'
import { deriveHeardAt } from '@/lib/model/derive-sources'
import { toIso, unknown } from '@/lib/model/observed'
import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { toSummary } from '@/lib/model/summarize'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { startConfigurationFeed, type ObservedFolder } from './configuration-feed'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import type { ZnodeView } from '@/lib/model/znode-view'
import { startDoctorFeed, type DoctorFeed } from './doctor-feed'
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
  readonly settings: ClusterSettings
  /** What is shared by all clusters says something new of this one. */
  lookAgain(urgency: 'urgent' | 'bulk'): void
  current(): PublishedRevision
  /** Called at once with the newest revision, then with each. */
  subscribe(listener: (revision: PublishedRevision) => void): () => void
  summary(): ClusterSummary
  beat(now: number): Beat
  findZnode(path: string): ZnodeView | null
  findConfiguration(): ConfigurationView | null
  history(): Pick<ClusterSnapshot, 'events' | 'lanes'>
  figures(): {
    revisions: number
    readers: number
    nodes: number
    jobManagerRequests: number
    zookeeper: SourceFeeds['zookeeperCounters'] | null
  }
  close(): void
}

/** Words and ages in the snapshot ("at most 4 s old") are written anew this often when nothing else changes. */
const AGEING_MS = 15_000

/** Above so many jobs an urgent revision leaves them as they were, and they follow with the next bulk one. */
const MANY_JOBS = 100

/** One observer a cluster: gathers facts from every source, derives the snapshot, publishes revisions. */
export function observeCluster(settings: ClusterSettings, shared: SharedSources, epoch: string): ClusterObserver {
  const facts = toEmptyFacts(settings, shared)
  realpath(settings.confDir).then(
    (path) => (facts.realConfDir = path),
    () => undefined,
  )
  const line = createRevisionLine(facts, epoch, (error) => shared.log.error({ err: error, cluster: settings.id }, 'A reader failed'))
  let feeds: SourceFeeds | null = null
  let folderVersion: string | null = null
  let isStarting = true

  function publish(urgency: 'urgent' | 'bulk'): PublishedRevision {
    refreshShared(facts, shared, folderVersion)
    const before = line.newest()?.snapshot ?? null
    const isLean = urgency === 'urgent' && (before?.recovery.jobs.length ?? 0) > MANY_JOBS
    if (feeds && !isLean) lookAtTree(facts, feeds)
    const revision = line.advance(Date.now(), isLean)
    if (line.isBehind()) publisher.bulk()
    react(before, revision, { facts, feeds, processes, doubt, doctor })
    return revision
  }
  const processes = followProcesses(shared.processes, () => changed('urgent'))
  const doubt = createDoubt(processes.ask)
  const current = () => line.newest() ?? publish('bulk')
  const publisher = createPublisher(publish, shared.budget, () => feeds?.parts.zookeeper?.decodeSome() ?? false)
  const changed = (urgency: Urgency) => {
    // Nobody was shown yet who could be another now: 200 clusters that start at once need not hurry to say each thing.
    if (urgency !== 'quiet') publisher[isStarting || facts.tree.status === 'loading' ? 'bulk' : urgency]()
  }
  const isProvenLeader = (master: string) => canAskForLeaderData(facts, line.newest(), master)
  const doctor = startDoctorFeed(settings, facts, shared, changed)
  // The doctor has said that it waits for this cluster's first picture. Clusters that begin later keep no other waiting.
  void shared.firstPictures.whenOver().then(() => (isStarting = false))
  const takeFolder = (folder: ObservedFolder) => {
    facts.configuration = folder.configuration
    folderVersion = folder.flinkVersion
    if (folder.folder) doctor.take(folder.folder)
    const configuration = folder.configuration.known ? folder.configuration.value : null
    if (configuration) feeds = startSourceFeeds({ facts, settings, shared, configuration, isProvenLeader, changed, previous: feeds })
    changed('urgent')
  }
  const addresses: Feed = { close: shared.onAddresses(() => changed('urgent')) }
  const subscriptions: Feed[] = [
    startConfigurationFeed(settings, takeFolder),
    processes,
    addresses,
    startAgeing(() => changed('bulk')),
    doubt,
    doctor,
    publisher,
  ]
  return {
    id: settings.id,
    settings,
    lookAgain: changed,
    current,
    subscribe(listener) {
      const stop = line.listeners.add(listener)
      listener(current())
      return stop
    },
    summary: () => toSummary(current().snapshot),
    beat: (now) => toBeat(current(), facts, feeds, now),
    findZnode: (path) => (feeds?.mirror ? toZnodeView(feeds.mirror.state.nodes, path, facts.tree.tree) : null),
    findConfiguration: () => doctor.view(),
    history: () => line.history(),
    figures: () => toFigures(current(), line.listeners.size, feeds),
    close() {
      for (const subscription of subscriptions) subscription.close()
      feeds?.close()
    },
  }
}

interface Reacting {
  facts: GatheredFacts
  feeds: SourceFeeds | null
  processes: { ask(): void }
  doubt: { start(): void }
  doctor: DoctorFeed
}

/** What a new picture makes worth asking again. */
function react(before: ClusterSnapshot | null, revision: PublishedRevision, { facts, feeds, processes, doubt, doctor }: Reacting): void {
  doctor.look(revision.snapshot)
  for (const wish of deriveWishes(before, revision.snapshot, facts)) grant(wish, feeds, processes)
  if (facts.localHosts.size > 0 && hasDoubtfulProcess(revision)) doubt.start()
}

function grant(wish: Wish, feeds: SourceFeeds | null, processes: { ask(): void }): void {
  if (wish.ask === 'processes') processes.ask()
  else if (wish.ask === 'members') feeds?.parts.members.refresh()
  else feeds?.refresh(wish.master, wish.ask)
}

function lookAtTree(facts: GatheredFacts, { parts }: SourceFeeds): void {
  parts.zookeeper?.decode()
  if (facts.tree.tree) parts.storage.want(facts.tree.tree.jobs)
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
    realConfDir: null,
    flinkVersion: null,
    configuration: unknown('configuration', now, BEING_READ),
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

function refreshShared(facts: GatheredFacts, shared: SharedSources, folderVersion: string | null): void {
  const running = facts.jobManagers.find((jm) => jm.link.state === 'open' && jm.own.known && jm.own.value.flinkVersion !== null)
  facts.flinkVersion = (running?.own.known ? running.own.value.flinkVersion : null) ?? folderVersion
  facts.processes = shared.processes.processes
  facts.operation = shared.operations.get(facts.id) ?? null
  facts.fenced = shared.fenced.get(facts.id) ?? null
  facts.holders = shared.holders.get(facts.id) ?? []
  facts.addresses = shared.addresses.addresses
  facts.localHosts = shared.findLocalHosts(facts.jobManagers.map((jm) => jm.master))
}

function toBeat(newest: PublishedRevision, facts: GatheredFacts, feeds: SourceFeeds | null, now: number): Beat {
  feeds?.parts.zookeeper?.hear()
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
