/** A znode's stat from ZooKeeper. Times in epoch milliseconds of the ZooKeeper server's clock. */
export interface LayoutZnodeStat {
  czxid: bigint
  mzxid: bigint
  ctime: number
  mtime: number
  version: number
  /** `0x0` for a persistent node, else the session that owns it, e.g. `0x1000032d39f0001`. */
  ephemeralOwner: string
  numChildren: number
}

/** A znode as the ZooKeeper source mirrors it. Immutable: a change replaces the object. */
export interface ZnodeLike {
  /** Relative to the cluster's root, no leading slash; the root itself is ''. */
  path: string
  /** null: not read (too large, no permission). */
  data: Uint8Array | null
  stat: LayoutZnodeStat
}

export type ZnodeTree = ReadonlyMap<string, ZnodeLike>

/** Whether a session owns the node; container nodes (Curator's parents of latch members) have `0x0` too. */
export function isEphemeral(node: ZnodeLike): boolean {
  return /^0x0*[1-9a-f][0-9a-f]{0,15}$/.test(node.stat.ephemeralOwner)
}

/** A zxid the way ZooKeeper prints it. */
export function toZxidText(zxid: bigint): string {
  return `0x${zxid.toString(16)}`
}

const latestDate = 8_640_000_000_000_000

/** Times come from another machine: outside of what `Date` can hold they become 0, so that no reader fails on them. */
export function toEpochMs(time: number): number {
  return Number.isFinite(time) && Math.abs(time) <= latestDate ? Math.trunc(time) : 0
}
