/**
 * One fresh reading of an election in ZooKeeper (Flink 1.15 on: one latch per process). Paths are absolute below
 * the connect string's chroot, zxids 0x hex, sessions 0x hex as ZooKeeper prints them.
 */
export interface ElectionReading {
  /** Epoch ms of this program's clock, when the answer was complete. */
  at: number
  /** Read after a `sync`, on a member that serves: the state that the quorum agreed on, not a lagging follower's. */
  isFresh: boolean
  /** `process`: `leader/latch`, one election per process. `older`: any sign of an election of Flink up to 1.14. */
  layout: 'process' | 'older' | 'none'
  /** In line: lowest number first. Only ephemerals, one entry per znode: a session may be in line twice. */
  latches: Latch[]
  /** Children of the latch folder that no session owns. Curator's LeaderLatch counts every child, so one may block the line for ever. */
  strays: string[]
  leaders: LeaderZnode[]
  /** Every ephemeral below a `locks` folder of this cluster. */
  locks: OwnedZnode[]
}

export interface OwnedZnode {
  path: string
  owner: string
  version: number
  czxid: string
}

export interface Latch extends OwnedZnode {
  sequence: number
}

export interface LeaderZnode extends OwnedZnode {
  component: 'dispatcher' | 'resource-manager' | 'rest-server'
  mzxid: string
  address: string | null
  leaderSessionId: string | null
}

export interface WholeLeader {
  latch: Latch
  leaderSessionId: string
  rpcAddress: string
  restAddress: string | null
}

/** All three parts of one leader, or null: no leader, or the parts belong to different processes. */
export function findWholeLeader({ latches, leaders }: ElectionReading): WholeLeader | null {
  const first = latches[0]
  const dispatcher = leaders.find(({ component }) => component === 'dispatcher')
  const isWhole = new Set(leaders.map(({ component }) => component)).size === 3 && leaders.length === 3
  if (!first || !isWhole || !dispatcher?.leaderSessionId || dispatcher.address === null) return null
  const isOne = leaders.every(({ owner, leaderSessionId }) => owner === first.owner && leaderSessionId === dispatcher.leaderSessionId)
  if (!isOne) return null
  const rest = leaders.find(({ component }) => component === 'rest-server')
  return { latch: first, leaderSessionId: dispatcher.leaderSessionId, rpcAddress: dispatcher.address, restAddress: rest?.address ?? null }
}

/**
 * What blocks the line even when the ones in front leave: a child that no session owns, which Curator counts like one, or a latch
 * that was rewritten. Flink rewrites none; Curator watches the one in front once, and the write uses up that watch.
 * @returns a sentence with what to do; null: the line is as JobManagers make it
 */
export function findSpoiledLine({ strays, latches }: Pick<ElectionReading, 'strays' | 'latches'>): string | null {
  const [stray] = strays
  if (stray !== undefined)
    return `${JSON.stringify(stray.slice(0, 100))} stands in the election and is no session’s place. A JobManager behind it would never lead: find out who made it, remove it by hand, and plan anew.`
  const written = latches.find(({ version }) => version !== 0)
  return written
    ? `${written.path} was written by hand (version ${written.version}). A JobManager behind it would not notice its removal: restart the JobManager behind it, then wait for the session to end.`
    : null
}

/** Key of what must not differ between two readings: the lowest latch and all that the leader published. */
export function toLeadershipKey({ latches, leaders }: ElectionReading): string {
  const parts = leaders.map(({ component, owner, czxid, mzxid, version }) => [component, owner, czxid, mzxid, version].join(' '))
  const first = latches[0]
  return [first ? `${first.path} ${first.owner} ${first.czxid}` : 'nobody', ...parts.sort()].join('\n')
}
