import 'server-only'
import { Backoff, type BackoffLimits } from './backoff'
import { Connection, type ConnectionHooks } from './connection'
import type { ServerAddress } from './connect-string'
import { ZooKeeperError, toZooKeeperError } from './errors'
import { lookUpAddresses } from './lookup'
import type { ConnectResponse } from './messages/connect'
import { toSessionHex } from './messages/stat'
import { pause, withLimit } from './pause'
import { canAsk, type SessionState } from './session-state'
import { Targets, type ConnectTarget } from './targets'
import { openTransport, type TlsOptions } from './transport'

export interface SessionOptions {
  servers: readonly ServerAddress[]
  readOnlyAllowed: boolean
  sessionTimeoutMs: number
  tls?: TlsOptions
  /** limit of each: look-up, TCP/TLS connect, handshake */
  connectTimeoutMs: number
  backoff?: BackoffLimits
  maxFrameBytes?: number
}

export interface SessionHooks extends Omit<ConnectionHooks, 'onZxid' | 'onEnd'> {
  onState(state: SessionState): void
  /** Called before the state becomes `connected`: requests made here are sent first. */
  onConnected(connection: Connection): void
  onDisconnected(reason: ZooKeeperError): void
}

interface Identity {
  sessionId: bigint
  password: Uint8Array
  timeoutMs: number
}

/**
 * Keeps one ZooKeeper session as long as possible, and opens a new one when it is lost. The cases of its loop:
 * name cannot be resolved; no connection; no or bad handshake; session expired; connected, until the connection ends; closed.
 */
export class Session {
  state: SessionState = { state: 'connecting', since: new Date().toISOString(), reason: null }
  reconnects = 0
  private readonly options: SessionOptions
  private readonly hooks: SessionHooks
  private readonly targets: Targets
  private readonly backoff: Backoff
  private readonly abort = new AbortController()
  private readonly finished: Promise<void>
  private identity: Identity | null = null
  private lastZxid = 0n
  private heardAt = 0
  private connection: Connection | null = null

  constructor(options: SessionOptions, hooks: SessionHooks) {
    this.options = options
    this.hooks = hooks
    this.targets = new Targets(options.servers, lookUpAddresses)
    this.backoff = new Backoff(options.backoff)
    this.finished = this.run()
  }

  /** Last transaction seen; watches are set again relative to it. */
  get zxid(): bigint {
    return this.lastZxid
  }

  /** Ends the session at the server if there is one (waits 500 ms at most), then the client. Safe at any time, any number of times. */
  async close(): Promise<void> {
    const connection = this.connection
    if (!this.abort.signal.aborted) {
      this.abort.abort()
      connection?.closeSession(closedError())
    }
    if (connection) {
      await withLimit(connection.ended, 500, new AbortController().signal, 'close').catch(() => undefined)
      connection.end(closedError())
    }
    await this.finished
  }

  private async run(): Promise<void> {
    await Promise.resolve()
    while (!this.abort.signal.aborted) {
      const reason = await this.connectAndServe().catch((cause: unknown) => toZooKeeperError(cause, 'connection-lost', 'cannot connect'))
      if (this.abort.signal.aborted) break
      this.setLost(reason)
      await pause(this.backoff.nextMs(this.targets.roundEnded), this.abort.signal)
    }
    this.setState({ state: 'closed', since: new Date().toISOString() })
  }

  /** Resolves with the error that ended the connection, rejects with the one that prevented it. */
  private async connectAndServe(): Promise<ZooKeeperError> {
    const { signal } = this.abort
    const target = await withLimit(this.targets.next(), this.options.connectTimeoutMs, signal, 'host name look-up')
    try {
      const connection = await this.open(target)
      this.connection = connection
      if (signal.aborted) connection.end(closedError())
      const startedAt = performance.now()
      const reason = await connection.ended
      if (this.backoff.connectionHeld(performance.now() - startedAt)) this.targets.startRound(target.server)
      return withMember(target, reason)
    } catch (cause) {
      throw withMember(target, toZooKeeperError(cause, 'connection-lost', 'cannot connect'))
    } finally {
      this.connection = null
    }
  }

  private async open(target: ConnectTarget): Promise<Connection> {
    const { connectTimeoutMs, maxFrameBytes, tls } = this.options
    const transport = await openTransport(target, tls, connectTimeoutMs, this.abort.signal)
    const connection = new Connection(transport, this.connectionHooks(target), maxFrameBytes)
    try {
      const response = await withLimit(connection.shakeHands(this.connectRequest()), connectTimeoutMs, this.abort.signal, 'handshake')
      this.adopt(connection, response, target)
    } catch (cause) {
      const error = toZooKeeperError(cause, 'connection-lost', 'handshake')
      connection.end(error)
      this.dropUnusableSession()
      throw error
    }
    return connection
  }

  private connectRequest() {
    return {
      lastZxidSeen: this.lastZxid,
      timeoutMs: this.options.sessionTimeoutMs,
      readOnlyAllowed: this.options.readOnlyAllowed,
      sessionId: this.identity?.sessionId ?? 0n,
      password: this.identity?.password ?? new Uint8Array(16),
    }
  }

  private connectionHooks(target: ConnectTarget): ConnectionHooks {
    return {
      ...this.hooks,
      onHeard: (bytes) => {
        this.heardAt = performance.now()
        this.hooks.onHeard(bytes)
      },
      onZxid: (zxid) => {
        if (zxid > this.lastZxid) this.lastZxid = zxid
      },
      onEnd: (reason) => this.endServing(withMember(target, reason)),
    }
  }

  private adopt(connection: Connection, response: ConnectResponse, target: ConnectTarget): void {
    if (response.timeoutMs <= 0 || response.sessionId === 0n) {
      this.identity = null
      throw new ZooKeeperError('session-expired', 'the session has expired; asking for a new one')
    }
    const { sessionId, password, timeoutMs, readOnly } = response
    // A read-only member creates a session that the quorum does not know: it is not kept.
    if (!readOnly) this.identity = { sessionId, password, timeoutMs }
    this.reconnects++
    connection.keepAlive(timeoutMs)
    this.hooks.onConnected(connection)
    this.setState({
      state: readOnly ? 'read-only' : 'connected',
      since: new Date().toISOString(),
      member: target.member,
      sessionId: toSessionHex(sessionId),
      negotiatedTimeoutMs: timeoutMs,
    })
  }

  // The state changes first: a caller whose request fails must not find `connected`.
  private endServing(reason: ZooKeeperError): void {
    if (!canAsk(this.state)) return
    if (!this.abort.signal.aborted) this.setLost(reason)
    this.hooks.onDisconnected(this.abort.signal.aborted ? closedError() : reason)
  }

  // A member behind the last seen transaction refuses the session without an answer, and an ensemble restored from a backup or wiped
  // would do so for ever: after two session timeouts start with a new one. A read-only member refuses sessions of the quorum
  // the same way (seen on 3.7.1), so where those are accepted the session, cheap without ephemerals, is dropped earlier.
  private dropUnusableSession(): void {
    const timeoutMs = this.identity?.timeoutMs ?? this.options.sessionTimeoutMs
    const unheardMs = performance.now() - this.heardAt
    if (unheardMs > timeoutMs * (this.options.readOnlyAllowed ? 0.5 : 2)) this.identity = null
    if (unheardMs > timeoutMs * 2) this.lastZxid = 0n
  }

  private setLost(error: ZooKeeperError): void {
    const reason = error.message
    const { state } = this
    if (state.state === 'disconnected' && state.reason === reason) return
    const now = new Date().toISOString()
    if (state.state === 'connecting') this.setState({ state: 'connecting', since: state.since, reason })
    else this.setState({ state: 'disconnected', since: state.state === 'disconnected' ? state.since : now, reason })
  }

  private setState(state: SessionState): void {
    this.state = state
    this.hooks.onState(state)
  }
}

export function closedError(): ZooKeeperError {
  return new ZooKeeperError('closed', 'the ZooKeeper client was closed')
}

function withMember(target: ConnectTarget, error: ZooKeeperError): ZooKeeperError {
  const where = target.address === target.server.host ? target.member : `${target.member} (${target.address})`
  return new ZooKeeperError(error.code, `${where}: ${error.message}`, { number: error.number, cause: error })
}
