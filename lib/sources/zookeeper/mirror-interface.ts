import 'server-only'
import type { MirrorNode } from './mirror-tree'

/**
 * `loading`: never complete yet. `live`: complete, and kept so by watches. `stale`: as of the loss of the connection,
 * or being read again after it. `missing`: no such root. `denied`: no permission to read the root. `too-large`: above a
 * limit; the nodes below it, and all priority paths, are kept up to date.
 */
export type MirrorStatus = 'loading' | 'live' | 'stale' | 'missing' | 'denied' | 'too-large'

export interface MirrorState {
  readonly status: MirrorStatus
  /** ISO 8601 UTC, when `status` last changed */
  readonly since: string
  /** a sentence for every status but `live` and undisturbed `loading` */
  readonly detail?: string
  /** Always the same map, changed in place between two calls of `onChange`. Its node objects are immutable. */
  readonly nodes: ReadonlyMap<string, MirrorNode>
  /** ISO 8601 UTC of the server's last confirmation (while connected: its last byte); '' when there was none */
  readonly at: string
  /** Epoch ms since when a notified change has not been read; null: none. Under a flood of changes reading falls behind. */
  readonly unansweredSince: number | null
}

export interface MirrorChange {
  /** relative paths that were added, removed or changed; empty when only the status did */
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
  /** Paths (relative) whose changes are read before all others; default: `leader` and below. */
  priority?: (path: string) => boolean
  /** Paths (relative) whose changes are read after all others; default: none. */
  canWait?: (path: string) => boolean
  /** default 60 s: a permission granted later fires no watch, so a denied root is retried at this interval */
  deniedRetryMs?: number
  /** At most once per turn of the event loop, without any timer in between. */
  onChange(change: MirrorChange): void
}

export interface Mirror {
  readonly state: MirrorState
  /** Reads one node again from the leader's present state (sync first). Null: it does not exist. Rejects with a ZooKeeperError. */
  readAgain(path: string): Promise<MirrorNode | null>
  /** Stops; the client stays open. */
  close(): void
}
