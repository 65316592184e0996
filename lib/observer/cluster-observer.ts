import 'server-only'
import { realpath } from 'node:fs/promises'

import { mayAskForLeaderData } from '@/lib/model/leader-data-right'
import { deriveHeardAt } from '@/lib/model/derive-sources'
import { toIso } from '@/lib/model/observed'
import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { toSummary } from '@/lib/model/summarize'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { startConfigurationFeed, type ObservedFolder } from './configuration-feed'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import type { ZnodeView } from '@/lib/model/znode-view'
import { startDoctorFeed, type DoctorFeed } from './doctor-feed'
import { createRecheck } from './recheck'
import type { FactFeed, GatheredFacts, Urgency } from './feed'
import { refreshShared, toEmptyFacts } from './gathered-facts'
import type { PublisherHeartbeat, PublishedRevision } from './published'
import { followProcesses } from './process-feed'
import { createPublisher } from './publisher'
import { react } from './react'
import { createRevisionLine } from './revision-line'
import type { SharedSources } from './shared-sources'
import { startSourceFeeds, type SourceFeeds } from './source-feeds'
import { toZnodeView } from './znode-view'

export interface ClusterObserver {
  readonly id: string
  readonly settings: ClusterSettings
  /** A source that all clusters share has changed facts of this cluster. */
  lookAgain(urgency: 'urgent' | 'bulk'): void
  current(): PublishedRevision
  /** Called at once with the newest revision, then with each. */
  subscribe(listener: (revision: PublishedRevision) => void): () => void
  summary(): ClusterSummary
  beat(now: number): PublisherHeartbeat
  findZnode(path: string): ZnodeView | null
  findConfiguration(): Promise<ConfigurationView | null>
  history(): Pick<ClusterSnapshot, 'events' | 'lanes' | 'verdicts'>
  figures(): {
    revisions: number
    readers: number
    nodes: number
    jobManagerRequests: number
    zookeeper: SourceFeeds['zookeeperCounters'] | null
  }
  close(): void
}

/** How often words and ages in the snapshot ("at most 4 s old") are renewed when nothing else changes. */
const ageingMs = 15_000

/** With more jobs an urgent revision leaves them unchanged, and the next bulk one updates them. */
const manyJobs = 100

/** One observer per cluster: gathers facts from every source, derives the snapshot, publishes revisions. */
export function observeCluster(settings: ClusterSettings, shared: SharedSources, epoch: string): ClusterObserver {
  const facts = toEmptyFacts(settings, shared)
  resolveFolder(settings.confDir, facts)
  const line = createRevisionLine(facts, epoch, (error) => shared.log.error({ err: error, cluster: settings.id }, 'A reader failed'))
  let feeds: SourceFeeds | null = null
  let folderVersion: string | null = null
  let isStarting = true

  function publish(urgency: 'urgent' | 'bulk'): PublishedRevision {
    refreshShared(facts, shared, folderVersion)
    const before = line.newest()?.snapshot ?? null
    const isLean = urgency === 'urgent' && (before?.recovery.jobs.length ?? 0) > manyJobs
    if (feeds && !isLean) lookAtTree(facts, feeds)
    const revision = line.advance(Date.now(), isLean)
    if (line.isBehind()) publisher.bulk()
    react(before, revision, { facts, feeds, processes, recheck, doctor })
    return revision
  }
  const processes = followProcesses(shared.processes, () => changed('urgent'))
  const recheck = createRecheck(processes.ask, () => facts.localHosts.size > 0 && hasGoneProcess(line.newest()))
  const current = () => line.newest() ?? publish('bulk')
  const publisher = createPublisher(publish, shared.budget, () => feeds?.parts.zookeeper?.decodeSome() ?? false)
  const changed = (urgency: Urgency) => {
    // Before its first tree no cluster has a shown leader that could change: 200 clusters that start at once need no urgent revisions.
    if (urgency !== 'quiet') publisher[isStarting || facts.tree.status === 'loading' ? 'bulk' : urgency]()
  }
  const mayAskLeader = (master: string) => mayAskForLeaderData({ ...facts, leader: line.newest()?.snapshot.leader ?? null }, master)
  const doctor = startDoctorFeed(settings, facts, shared, changed)
  // The doctor waits for this cluster's first snapshot already. Clusters that begin later delay no other cluster.
  void shared.startupGate.whenOver().then(() => (isStarting = false))
  const takeFolder = (folder: ObservedFolder) => {
    facts.configuration = folder.configuration
    folderVersion = folder.flinkVersion
    if (folder.folder) doctor.take(folder.folder)
    const configuration = folder.configuration.known ? folder.configuration.value : null
    if (configuration) feeds = startSourceFeeds({ facts, settings, shared, configuration, mayAskLeader, changed, previous: feeds })
    changed('urgent')
  }
  const subscriptions: FactFeed[] = [
    startConfigurationFeed(settings, takeFolder),
    processes,
    { close: shared.onAddresses(() => changed('urgent')) },
    startAgeing(() => changed('bulk')),
    recheck,
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
    ...createAnswers({ facts, line, doctor, current, findFeeds: () => feeds }),
    close() {
      for (const feed of [...subscriptions, feeds]) feed?.close()
    },
  }
}

function hasGoneProcess(newest: PublishedRevision | null): boolean {
  return newest?.snapshot.jobManagers.some(({ processState }) => processState === 'gone') ?? false
}

interface Answering {
  facts: GatheredFacts
  line: ReturnType<typeof createRevisionLine>
  doctor: DoctorFeed
  current(): PublishedRevision
  /** null: the configuration was not read yet. */
  findFeeds(): SourceFeeds | null
}

type Answers = Pick<ClusterObserver, 'summary' | 'beat' | 'findZnode' | 'findConfiguration' | 'history' | 'figures'>

/** Queries to an observer beside its revisions. */
function createAnswers({ facts, line, doctor, current, findFeeds }: Answering): Answers {
  return {
    summary: () => toSummary(current().snapshot),
    beat: (now) => toBeat(current(), facts, findFeeds(), now),
    findZnode(path) {
      const feeds = findFeeds()
      return feeds?.mirror ? toZnodeView(feeds.mirror.state.nodes, path, facts.tree.tree, feeds.pathNames) : null
    },
    findConfiguration: () => doctor.view(),
    history: () => line.history(),
    figures: () => toFigures(current(), line.listeners.size, findFeeds()),
  }
}

/** Resolves symbolic links of the conf folder; one that cannot be resolved stays unknown. */
function resolveFolder(confDir: string, facts: GatheredFacts): void {
  realpath(confDir).then(
    (path) => (facts.realConfDir = path),
    () => undefined,
  )
}

function lookAtTree(facts: GatheredFacts, { parts, lookAtPublished }: SourceFeeds): void {
  parts.zookeeper?.decode()
  const { tree } = facts.tree
  if (!tree) return
  parts.storage.want(tree.jobs)
  lookAtPublished(tree)
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

function toBeat(newest: PublishedRevision, facts: GatheredFacts, feeds: SourceFeeds | null, now: number): PublisherHeartbeat {
  feeds?.parts.zookeeper?.hear()
  const heardAt = Object.entries(deriveHeardAt(facts)).map(([source, at]) => [source, at === null ? null : toIso(at)] as const)
  return { now: toIso(now), epoch: newest.epoch, revision: newest.revision, lastHeardAt: Object.fromEntries(heardAt) }
}

function startAgeing(age: () => void): FactFeed {
  const timer = setInterval(age, ageingMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}
