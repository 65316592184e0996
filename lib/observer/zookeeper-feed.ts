import 'server-only'
import { createHaTreeDecoder } from '@/lib/flink/layouts/decode-ha-tree'
import { isDetailPath, isLeadershipPath } from '@/lib/flink/layouts/path-priority'
import type { HaPathNames, HaTree } from '@/lib/flink/layouts/types'
import type { SessionFacts, TreeFacts } from '@/lib/model/cluster-facts'
import type { ZooKeeperReadClient } from '@/lib/sources/zookeeper/client-interface'
import { mirrorSubtree } from '@/lib/sources/zookeeper/mirror'
import type { Mirror, MirrorState } from '@/lib/sources/zookeeper/mirror-interface'
import type { Changed, FactFeed, GatheredFacts } from './feed'

const behindMs = 2_000
/** Changed paths that are decoded in one turn of the event loop: a few milliseconds' worth. */
const somePaths = 500

export interface ZooKeeperFeed extends FactFeed {
  readonly mirror: Mirror
  /** Decodes what changed since the last call; called before a revision is derived. */
  decode(): void
  /** Decodes a part, where there is more than `decode` does quickly. @returns whether it did */
  decodeSome(): boolean
  /** Takes the server's last sign of life, answered pings included; called before a heartbeat is created. */
  hear(): void
}

/** Mirrors the cluster's znodes and decodes them; leadership changes are urgent. */
export function startZooKeeperFeed(
  facts: GatheredFacts,
  client: ZooKeeperReadClient,
  root: string,
  names: Partial<HaPathNames>,
  changed: Changed,
): ZooKeeperFeed {
  const decoder = createHaTreeDecoder({ names })
  const takeSession = () => {
    facts.session = toSessionFacts(client)
    changed('urgent')
  }
  const undecoded = new Set<string>()
  const decode = (state: MirrorState, isWanted: (path: string) => boolean = () => true, most = Infinity) => {
    const paths = new Set<string>()
    for (const path of undecoded) {
      if (paths.size >= most) break
      if (isWanted(path)) paths.add(path)
    }
    for (const path of paths) undecoded.delete(path)
    facts.tree = toTreeFacts(state, (nodes) => decoder.decode(nodes, paths))
  }
  const mirror = mirrorSubtree(client, root, {
    priority: isLeadershipPath,
    canWait: isDetailPath,
    onChange: ({ changed: paths, state }) => {
      facts.session = toSessionFacts(client)
      for (const path of paths) undecoded.add(path)
      // An incomplete tree is not published: 200 clusters that start at once would publish thousands of revisions that say "loading".
      if (state.status === 'loading' && facts.tree.status === 'loading' && (state.detail ?? null) === facts.tree.detail) return
      // Bulk may arrive in hundreds of turns of the event loop per second; it is decoded when a revision is derived from it.
      if (state.status === facts.tree.status && ![...paths].some(isLeadershipPath)) return changed('bulk')
      const before = facts.tree
      decode(state, isLeadershipPath)
      changed(isUrgent(before, facts.tree) ? 'urgent' : 'bulk')
    },
  })
  const stop = client.onSession(takeSession)
  facts.tree = toTreeFacts(mirror.state, () => null)
  takeSession()
  return {
    mirror,
    decode() {
      if (undecoded.size > 0) decode(mirror.state)
      else if (facts.tree.behindSince !== toBehindSince(mirror.state))
        facts.tree = { ...facts.tree, behindSince: toBehindSince(mirror.state) }
    },
    decodeSome() {
      // The first time everything is decoded at once, whatever changed.
      if (facts.tree.tree === null || undecoded.size <= somePaths) return false
      decode(mirror.state, undefined, somePaths)
      return true
    },
    hear: () => void (facts.session = { ...facts.session, lastHeardAt: client.lastHeardAt }),
    close() {
      stop()
      mirror.close()
    },
  }
}

function isUrgent(before: TreeFacts, after: TreeFacts): boolean {
  return before.status !== after.status || toLeadership(before.tree) !== toLeadership(after.tree)
}

function toLeadership(tree: HaTree | null): string {
  if (!tree) return ''
  const { leader, rest, contenders } = tree
  return [leader?.leaderSessionId, leader?.mzxid, rest?.mzxid, ...contenders.map((contender) => contender.path)].join()
}

function toTreeFacts(state: MirrorState, decode: (nodes: MirrorState['nodes']) => HaTree | null): TreeFacts {
  const hasTree = state.status === 'live' || state.status === 'stale'
  return {
    status: state.status,
    since: Date.parse(state.since),
    detail: state.detail ?? null,
    at: state.at === '' ? null : Date.parse(state.at),
    behindSince: toBehindSince(state),
    tree: hasTree ? decode(state.nodes) : null,
  }
}

/** A reading takes milliseconds; one that waits for seconds means that changes arrive faster than they are read. */
function toBehindSince({ unansweredSince }: MirrorState): number | null {
  return unansweredSince !== null && Date.now() - unansweredSince > behindMs ? unansweredSince : null
}

function toSessionFacts({ session, lastHeardAt }: ZooKeeperReadClient): SessionFacts {
  const since = Date.parse(session.since)
  switch (session.state) {
    case 'connected':
    case 'read-only':
      return { state: session.state, since, member: session.member, reason: null, lastHeardAt }
    case 'connecting':
    case 'disconnected':
      return { state: session.state, since, member: null, reason: session.reason, lastHeardAt }
    case 'closed':
      return { state: 'closed', since, member: null, reason: 'the session was closed', lastHeardAt }
  }
}
