import 'server-only'
import { createListeners, type Listeners } from '@/lib/base/listeners'
import type { CreateOptions, ReadOptions, ZooKeeperClient, ZooKeeperClientOptions } from './client-interface'
import { parseConnectString } from './connect-string'
import type { Connection } from './connection'
import { noCounts } from './counters'
import { ZooKeeperError, toServerError } from './errors'
import { getAclOperation } from './messages/acl'
import { createOperation } from './messages/create'
import { deleteOperation } from './messages/delete'
import { existsOperation } from './messages/exists'
import { getChildrenOperation } from './messages/get-children'
import { getDataOperation, type ZnodeData } from './messages/get-data'
import { multiOperation, type MultiOperation, type MultiResult } from './messages/multi'
import { setDataOperation } from './messages/set-data'
import { syncOperation } from './messages/sync'
import type { WatchEvent } from './messages/watch-event'
import { addWatchOperation, setWatchesOperation, type PersistentWatchMode } from './messages/watches'
import { checkPath, toClientPath, toServerPath } from './paths'
import { ReadBatches } from './read-batches'
import { Requests, type RequestOptions, type Settle } from './requests'
import { Session, closedError } from './session'
import type { SessionState } from './session-state'
import { WatchRegistry } from './watch-registry'

export type { SessionState } from './session-state'
export type { ZooKeeperClient, ZooKeeperClientOptions } from './client-interface'

// A server before 3.6 answers addWatch with -6 and then closes the connection. Sending it again at every reconnect would be a loop.
const askAgainAfterMs = 10 * 60_000

class Client implements ZooKeeperClient {
  readonly counters = noCounts()
  lastHeardAt: number | null = null
  private readonly chroot: string
  private readonly options: ZooKeeperClientOptions
  private readonly requests: Requests
  private readonly batches: ReadBatches
  private readonly watches = new WatchRegistry()
  private readonly sessionListeners: Listeners<SessionState>
  private readonly watchListeners: Listeners<WatchEvent>
  private readonly sessionLoop: Session
  private addWatchRefusedAt = -Infinity

  constructor(options: ZooKeeperClientOptions) {
    const { servers, chroot } = parseConnectString(options.servers)
    this.chroot = chroot
    this.options = options
    const log = options.log ?? (() => undefined)
    const onError = (cause: unknown) =>
      log(`a ZooKeeper listener failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
    this.sessionListeners = createListeners(onError)
    this.watchListeners = createListeners(onError)
    this.requests = new Requests({ timeoutMs: options.requestTimeoutMs ?? 15_000, maxOutstanding: 500, maxWaiting: 100_000 }, this.counters)
    this.batches = new ReadBatches(this.requests)
    this.sessionLoop = new Session(
      {
        servers,
        tls: options.tls,
        readOnlyAllowed: options.readOnlyAllowed ?? false,
        sessionTimeoutMs: options.sessionTimeoutMs ?? 40_000,
        connectTimeoutMs: options.connectTimeoutMs ?? 3000,
        maxFrameBytes: options.maxFrameBytes,
      },
      this.toHooks(log),
    )
    options.signal?.addEventListener('abort', this.onAbort)
    if (options.signal?.aborted) void this.close()
  }

  get session(): SessionState {
    return this.sessionLoop.state
  }

  onSession(listener: (state: SessionState) => void): () => void {
    return this.sessionListeners.add(listener)
  }

  onWatch(listener: (event: WatchEvent) => void): () => void {
    return this.watchListeners.add(listener)
  }

  async getData(path: string, options: ReadOptions = {}) {
    const at = this.at(path)
    return this.requests.request(getDataOperation(at, options.watch === true), options, () => this.watched(options, 'data', at))
  }

  async getChildren(path: string, options: ReadOptions = {}) {
    const at = this.at(path)
    return this.requests.request(getChildrenOperation(at, options.watch === true), options, () => this.watched(options, 'child', at))
  }

  askData(path: string, settle: Settle<ZnodeData>) {
    this.batches.ask({ kind: 'data', path: this.at(path), settle })
  }

  askChildren(path: string, settle: Settle<string[]>) {
    this.batches.ask({ kind: 'children', path: this.at(path), settle })
  }

  async exists(path: string, options: ReadOptions = {}) {
    const at = this.at(path)
    try {
      return await this.requests.request(existsOperation(at, options.watch === true), options, () => this.watched(options, 'data', at))
    } catch (error) {
      if (!(ZooKeeperError.is(error) && error.code === 'no-node')) throw error
      this.watched(options, 'exist', at)
      return null
    }
  }

  async getAcl(path: string, options?: RequestOptions) {
    return this.requests.request(getAclOperation(this.at(path)), options)
  }

  async sync(path: string, options?: RequestOptions) {
    return this.requests.request(syncOperation(this.at(path)), options)
  }

  async create(path: string, data: Uint8Array, options: CreateOptions & RequestOptions = {}) {
    const created = await this.requests.request(
      createOperation({ path: this.at(path), data, mode: options.mode ?? 'persistent', acl: options.acl }),
      options,
    )
    return toClientPath(this.chroot, created) ?? created
  }

  async setData(path: string, data: Uint8Array, version = -1, options?: RequestOptions) {
    return this.requests.request(setDataOperation(this.at(path), data, version), options)
  }

  async delete(path: string, version = -1, options?: RequestOptions) {
    return this.requests.request(deleteOperation(this.at(path), version), options)
  }

  async multi(operations: readonly MultiOperation[], options?: RequestOptions) {
    const absolute = operations.map((operation) => ({ ...operation, path: this.at(operation.path) }))
    const results = await this.requests.request(multiOperation(absolute), options)
    failOnError(results, operations)
    return results.map((result) =>
      result.kind === 'create' ? { ...result, path: toClientPath(this.chroot, result.path) ?? result.path } : result,
    )
  }

  async addWatch(path: string, mode: PersistentWatchMode, options?: RequestOptions) {
    const at = this.at(path)
    if (performance.now() - this.addWatchRefusedAt < askAgainAfterMs) throw toServerError(-6, 'addWatch', path)
    try {
      await this.requests.request(addWatchOperation(at, mode), options, () => this.watches.persistent.set(at, mode))
    } catch (error) {
      if (ZooKeeperError.is(error) && error.code === 'unimplemented') this.refuseAddWatch()
      throw error
    }
  }

  async close(): Promise<void> {
    this.options.signal?.removeEventListener('abort', this.onAbort)
    this.requests.close(closedError())
    await this.sessionLoop.close()
  }

  private readonly onAbort = () => void this.close()

  private at(path: string): string {
    checkPath(path)
    return toServerPath(this.chroot, path)
  }

  private watched(options: ReadOptions, kind: 'data' | 'exist' | 'child', at: string): void {
    if (options.watch === true) this.watches.add(kind, at)
  }

  private refuseAddWatch(): void {
    this.addWatchRefusedAt = performance.now()
    this.watches.persistent.clear()
  }

  private toHooks(log: (message: string) => void) {
    const { counters } = this
    return {
      onState: (state: SessionState) => {
        log(`ZooKeeper session: ${state.state}${'reason' in state && state.reason !== null ? ` (${state.reason})` : ''}`)
        this.sessionListeners.emit(state)
      },
      onConnected: (connection: Connection) => this.prepare(connection),
      onDisconnected: (reason: ZooKeeperError) => this.requests.detach(reason),
      onEvent: (event: WatchEvent) => this.takeEvent(event),
      onHeard: (bytes: number) => {
        counters.bytesIn += bytes
        this.lastHeardAt = Date.now()
      },
      onSent: (bytes: number) => {
        counters.bytesOut += bytes
      },
      onPingAnswered: (ms: number) => {
        counters.pingMs = ms
      },
    }
  }

  // Requests that every new connection sends before all others; the server keeps the order.
  private prepare(connection: Connection): void {
    this.counters.connects++
    const { auth } = this.options
    if (auth) connection.authenticate(auth.scheme, Buffer.from(auth.credentials, 'utf8'))
    for (const [path, mode] of this.watches.persistent) {
      const { opCode, write } = addWatchOperation(path, mode)
      connection.send(opCode, write, {
        reply: ({ err }) => {
          if (err === -6) this.refuseAddWatch()
        },
        lost: () => undefined,
      })
    }
    for (const chunk of this.watches.toChunks()) {
      const { opCode, write } = setWatchesOperation(this.sessionLoop.zxid, chunk)
      connection.send(opCode, write, { reply: () => undefined, lost: () => undefined })
    }
    this.requests.attach(connection)
  }

  private takeEvent(event: WatchEvent): void {
    this.counters.events++
    this.watches.fired(event)
    const path = toClientPath(this.chroot, event.path)
    if (path !== null) this.watchListeners.emit({ type: event.type, path })
  }
}

// In a failed multi all others answer 0 (before) or -2 (after the one that failed).
function failOnError(results: readonly MultiResult[], operations: readonly MultiOperation[]): void {
  const errors = results.map((result) => (result.kind === 'error' ? result.number : 0))
  const at = errors.findIndex((number) => number !== 0 && number !== -2)
  const first = at >= 0 ? at : errors.findIndex((number) => number !== 0)
  if (first < 0) return
  const failed = operations[first]
  throw toServerError(errors[first] ?? -1, failed ? `multi (${failed.kind})` : 'multi', failed?.path)
}

/**
 * Opens a session and keeps it until `close`. Throws only for a connect string that cannot be read
 * (`bad-connect-string`) or an authentication that is not `digest` (`not-supported`); all else is in `session`.
 */
export function createZooKeeperClient(options: ZooKeeperClientOptions): ZooKeeperClient {
  if (options.auth && options.auth.scheme !== 'digest') {
    throw new ZooKeeperError(
      'not-supported',
      `ZooKeeper authentication '${String(options.auth.scheme)}' is not supported: only digest is (SASL and Kerberos are not)`,
    )
  }
  return new Client(options)
}
