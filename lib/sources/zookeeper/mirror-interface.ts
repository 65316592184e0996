import 'server-only'
import type { MirrorNode } from './mirror-tree'

/**
 * `loading`: never seen whole yet. `live`: all of it, and kept so by watches. `stale`: as it was when the connection was
 * lost, or being read again after that. `missing`: no such root. `denied`: no right to read the root. `too-large`: above a
 * limit; what fitted, and all priority paths, are kept up to date.
 */
export type MirrorStatus = 'loading' | 'live' | 'stale' | 'missing' | 'denied' | 'too-large'

export interface MirrorState {
  readonly status: MirrorStatus
  /** ISO 8601 UTC, when `status` became what it is */
  readonly since: string
  /** a sentence for everything but `live` and `loading` without trouble */
  readonly detail?: string
  /** One and the same map for ever, changed in place between two calls of `onChange`. Its node objects are immutable. */
  readonly nodes: ReadonlyMap<string, MirrorNode>
  /** ISO 8601 UTC, when the server last confirmed this (while connected: its last byte); '' when it never did */
  readonly at: string
  /** Since when a change that was told of has not been read, epoch ms; null: none. Under a flood of changes this falls behind. */
  readonly unansweredSince: number | null
}

export interface MirrorChange {
  /** relative paths that came, went or changed; empty when only the status did */
  changed: ReadonlySet<string>
  state: MirrorState
}

export interface MirrorOptions {
  /** default 200,000 */
  maxNodes?: number
  /** default 1 MiB; a larger node has data null and a `problem` */
  maxBytesPerNode?: number
  /** default 256 MiB */
  maxTotalBytes?: number
  /** Paths (relative) whose changes overtake everything else; default: `leader` and below. */
  priority?: (path: string) => boolean
  /** Paths (relative) whose changes are read after all others; default: none. */
  canWait?: (path: string) => boolean
  /** default 60 s: a right granted later fires no watch, so a denied root is tried again now and then */
  deniedRetryMs?: number
  /** At most once per turn of the event loop, without any timer in between. */
  onChange(change: MirrorChange): void
}

export interface Mirror {
  readonly state: MirrorState
  /** Reads one node afresh from the leader's present state (sync first). Null: it does not exist. Rejects with a ZooKeeperError. */
  readAgain(path: string): Promise<MirrorNode | null>
  /** Stops; the client stays open. */
  close(): void
}
