import 'server-only'
import type { ClientCounters } from './counters'
import type { ZnodeAcl } from './messages/acl'
import type { CreateMode } from './messages/create'
import type { ZnodeChildren } from './messages/get-children'
import type { ZnodeData } from './messages/get-data'
import type { MultiOperation, MultiResult } from './messages/multi'
import type { ZnodeStat } from './messages/stat'
import type { WatchEvent } from './messages/watch-event'
import type { PersistentWatchMode } from './messages/watches'
import type { RequestOptions, Settle } from './requests'
import type { SessionState } from './session-state'
import type { TlsOptions } from './transport'

export interface ReadOptions extends RequestOptions {
  /** sets a one-shot watch; it survives reconnects until it fires */
  watch?: boolean
}

export interface CreateOptions {
  mode?: CreateMode
  acl?: readonly ZnodeAcl[]
}

/**
 * Paths are absolute below the connect string's chroot. Every method rejects with a ZooKeeperError and never waits longer
 * than the request limit; without a connection requests wait for one within that limit. Code that observes gets this part of a client:
 * it cannot write.
 */
export interface ZooKeeperReadClient {
  readonly session: SessionState
  /** ms since 1970 of the last byte from any member */
  readonly lastHeardAt: number | null
  readonly counters: Readonly<ClientCounters>
  /** Called at each change, not at once with the present state. Returns the function that unsubscribes. */
  onSession(listener: (state: SessionState) => void): () => void
  getData(path: string, options?: ReadOptions): Promise<ZnodeData>
  getChildren(path: string, options?: ReadOptions): Promise<ZnodeChildren>
  /**
   * `getData` without watch, retry and promise, for thousands of readings below a recursive watch: those of one
   * turn of the event loop are sent as one request. Settles in the turn in which the answer arrives.
   */
  askData(path: string, settle: Settle<ZnodeData>): void
  askChildren(path: string, settle: Settle<string[]>): void
  exists(path: string, options?: ReadOptions): Promise<ZnodeStat | null>
  getAcl(path: string, options?: RequestOptions): Promise<{ acl: ZnodeAcl[]; stat: ZnodeStat }>
  sync(path: string, options?: RequestOptions): Promise<void>
  /** Set again after each reconnect; changes in between are not notified: read again. Rejects with `unimplemented` before 3.6. */
  addWatch(path: string, mode: PersistentWatchMode, options?: RequestOptions): Promise<void>
  onWatch(listener: (event: WatchEvent) => void): () => void
  /** Ends the session. Safe in every state, any number of times; afterwards no timer or socket is left. */
  close(): Promise<void>
}

/** A client that can write too; for operations. */
export interface ZooKeeperClient extends ZooKeeperReadClient {
  /** Returns the created path. Rejects with `node-exists`, `no-node` (parent), … */
  create(path: string, data: Uint8Array, options?: CreateOptions & RequestOptions): Promise<string>
  setData(path: string, data: Uint8Array, version?: number, options?: RequestOptions): Promise<ZnodeStat>
  delete(path: string, version?: number, options?: RequestOptions): Promise<void>
  /** All or nothing; rejects with the code of the operation that failed, `path` naming it. */
  multi(operations: readonly MultiOperation[], options?: RequestOptions): Promise<MultiResult[]>
}

export interface ZooKeeperClientOptions {
  /** `host:port[,host:port]…[/chroot]` */
  servers: string
  /** accept a member that has lost its quorum; the state then says `read-only` */
  readOnlyAllowed?: boolean
  /** requested timeout; the server grants 2 to 20 ticks. Default 40 000. */
  sessionTimeoutMs?: number
  /** default 3000 */
  connectTimeoutMs?: number
  /** default 15 000 */
  requestTimeoutMs?: number
  /** default 64 MiB */
  maxFrameBytes?: number
  tls?: TlsOptions
  auth?: { scheme: 'digest'; credentials: string }
  log?: (message: string) => void
  /** aborting it closes the client */
  signal?: AbortSignal
}
