import 'server-only'
import type { HaPathNames } from '@/lib/flink/layouts/types'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { Mirror } from '@/lib/sources/zookeeper/mirror-interface'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { Changed, FactFeed, GatheredFacts } from './feed'
import { startJobManagersFeed, type JobManagersFeed } from './job-managers-feed'
import { startMembersFeed, type MembersFeed } from './members-feed'
import type { SharedSources } from './shared-sources'
import { createPublishedHosts } from './published-hosts'
import { startStorageFeed, type StorageFeed } from './storage-feed'
import { startZooKeeperFeed, type ZooKeeperFeed } from './zookeeper-feed'

export interface SourceFeeds extends FactFeed {
  readonly key: FeedKeys
  readonly parts: Parts
  readonly mirror: Mirror | null
  /** Folders of the cluster's root, where its configuration names them. */
  readonly pathNames: Partial<HaPathNames>
  readonly zookeeperCounters: { requests: number; reconnects: number; bytesIn: number; bytesOut: number } | null
  /** Has the names that the leader publishes resolved. */
  lookAtPublished: ReturnType<typeof createPublishedHosts>
  jobManagerRequests(): number
  refresh(master: string, reason: 'tree-changed' | 'term-changed' | 'session-changed'): void
}

interface FeedKeys {
  zookeeper: string
  masters: string
  members: string
  storage: string
}

interface Parts {
  zookeeper:
    (FactFeed & Pick<ZooKeeperFeed, 'mirror' | 'decode' | 'decodeSome' | 'hear'> & { counters(): SourceFeeds['zookeeperCounters'] }) | null
  masters: JobManagersFeed
  members: MembersFeed
  storage: StorageFeed
}

export interface SourceFeedsInput {
  facts: GatheredFacts
  settings: ClusterSettings
  shared: SharedSources
  configuration: HaConfiguration
  mayAskLeader: (master: string) => boolean
  changed: Changed
  /** The feeds of the previous configuration: those whose part of it did not change continue. */
  previous: SourceFeeds | null
}

/** Starts the feeds of a configuration; an edit of one line must not interrupt all other observations. */
export function startSourceFeeds(input: SourceFeedsInput): SourceFeeds {
  const { previous, configuration } = input
  const key = toKeys(configuration)
  const keep = <Name extends keyof Parts>(name: Name, start: () => Parts[Name]): Parts[Name] => {
    if (previous && previous.key[name] === key[name]) return previous.parts[name]
    previous?.parts[name]?.close()
    return start()
  }
  // Storage before ZooKeeper: the first decoded tree already requests the files of its pointers.
  const storage = keep('storage', () => startStorageFeed(input.facts, configuration, (path) => readAgain(path), input.changed))
  const parts: Parts = {
    storage,
    masters: keep('masters', () => startJobManagersFeed(input.facts, configuration.masters, input.mayAskLeader, input.changed)),
    members: keep('members', () => startMembersFeed(input.facts, input.shared.members, configuration, input.changed)),
    zookeeper: keep('zookeeper', () => startZooKeeper(input)),
  }
  const readAgain = (path: string) => parts.zookeeper?.mirror.readAgain(path) ?? Promise.resolve(null)
  input.shared.addresses.want(toHosts(configuration))
  return {
    key,
    parts,
    mirror: parts.zookeeper?.mirror ?? null,
    pathNames: configuration.pathNames,
    get zookeeperCounters() {
      return parts.zookeeper?.counters() ?? null
    },
    lookAtPublished: createPublishedHosts((hosts) => input.shared.addresses.want(hosts)),
    jobManagerRequests: () => parts.masters.requests(),
    refresh: (master, reason) => parts.masters.refresh(master, reason),
    close() {
      for (const part of Object.values(parts)) part?.close()
    },
  }
}

function startZooKeeper({ facts, settings, shared, configuration, changed }: SourceFeedsInput): Parts['zookeeper'] {
  const { connectString } = configuration
  if (configuration.mode !== 'zookeeper' || connectString === null) {
    facts.session = { state: 'off', since: Date.now(), member: null, reason: 'no ZooKeeper quorum is configured', lastHeardAt: null }
    facts.tree = { status: 'loading', since: Date.now(), detail: null, at: null, behindSince: null, tree: null }
    return null
  }
  const { client, release } = shared.clients.take({
    servers: connectString,
    auth: settings.zookeeper?.auth,
    tls: settings.zookeeper?.tls,
  })
  const feed = startZooKeeperFeed(facts, client, configuration.znodeRoot, configuration.pathNames, changed)
  return {
    mirror: feed.mirror,
    decode: feed.decode,
    decodeSome: feed.decodeSome,
    hear: feed.hear,
    counters: () => ({ ...client.counters, reconnects: Math.max(0, client.counters.connects - 1) }),
    close() {
      feed.close()
      release()
    },
  }
}

function toKeys(configuration: HaConfiguration): FeedKeys {
  const { mode, connectString, znodeRoot, pathNames, masters, quorum, storageDir, zooCfg, zooCfgApplies } = configuration
  return {
    zookeeper: JSON.stringify([mode, connectString, znodeRoot, pathNames]),
    masters: JSON.stringify(masters),
    members: JSON.stringify([mode, quorum, zooCfgApplies ? zooCfg?.servers : null]),
    storage: JSON.stringify([storageDir, configuration.clusterId]),
  }
}

function toHosts({ masters, quorum }: HaConfiguration): string[] {
  return [...masters.flatMap(({ master }) => findHostPort(master)?.host ?? []), ...quorum.map(({ host }) => host.toLowerCase())]
}
