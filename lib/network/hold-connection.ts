import 'server-only'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { deriveBackoffMs, jitter } from '@/lib/base/back-off'
import type { Clock } from '@/lib/base/clock'
import { toConnectFailure, type ConnectFailure } from './connect-failure'
import { boundedLookup } from './resolve-host'

export interface ConnectionTarget {
  host: string
  port: number
}

export interface HoldEvents {
  onOpen(): void
  /** An attempt to connect failed. */
  onFailure(failure: ConnectFailure): void
  /** An open connection ended; `heldMs` distinguishes an idle time-out from an exit. */
  onBreak(heldMs: number, failure: ConnectFailure): void
}

export interface HoldOptions {
  clock: Clock
  /** Longest wait for a connection to be accepted. */
  connectLimitMs: number
  /** Delays between attempts grow from the first to the last, each with jitter. */
  delaysMs: { first: number; last: number }
  random?: () => number
  /** Makes a TLS handshake too: a TLS server closes connections without one. */
  tls?: ConnectionOptions
}

export interface HeldConnection {
  readonly isOpen: boolean
  /** Closes the present connection and reconnects at once. */
  restart(): void
  close(): void
}

/** A connection that lasted this long was stable: when it breaks, the next attempt is made at once. */
const stableMs = 1_000
/** A peer that sends more unrequested bytes than this is disconnected. */
const unaskedBytes = 64 * 1024

/**
 * Keeps one idle TCP connection to a port for ever. Its breaking is the fastest sign of a process' exit:
 * the kernel of the host resets it the moment the process ends, however it ended.
 */
export function holdConnection(target: ConnectionTarget, events: HoldEvents, options: HoldOptions): HeldConnection {
  const held = new Holder(target, events, options)
  held.start()
  return held
}

/** Holders of this process whose port does not answer. All of them together make at most a hundred attempts per second. */
const failing = new Set<Holder>()
const eachFailingMs = 10

class Holder implements HeldConnection {
  isOpen = false
  private socket: Socket | null = null
  private attempts = 0
  private isClosed = false
  private cancelTimer = (): void => {}

  constructor(
    private readonly target: ConnectionTarget,
    private readonly events: HoldEvents,
    private readonly options: HoldOptions,
  ) {}

  start(): void {
    const { clock, connectLimitMs } = this.options
    const socket = this.connect()
    this.socket = socket
    this.cancelTimer = clock.after(connectLimitMs, () => socket.destroy(toTimeout()))
    let openedAt: number | null = null
    let failure: Error | null = null
    socket.setKeepAlive(true, 10_000)
    socket.once('connect', () => {
      if (this.socket !== socket) return
      this.cancelTimer()
      openedAt = clock.now()
      this.isOpen = true
      failing.delete(this)
      this.events.onOpen()
    })
    socket.on('error', (error) => (failure = error))
    // The peer's FIN is as final as a reset: this connection will carry no more data.
    socket.once('end', () => socket.destroy())
    socket.once('close', () => this.socket === socket && this.onClose(openedAt, failure ?? toReset()))
    this.discardUnasked(socket)
  }

  restart(): void {
    if (this.isClosed) return
    this.drop()
    this.start()
  }

  close(): void {
    this.isClosed = true
    this.drop()
  }

  private connect(): Socket {
    const where = { host: this.target.host, port: this.target.port, lookup: boundedLookup, autoSelectFamilyAttemptTimeout: 1_000 }
    return this.options.tls ? connectTls({ ...this.options.tls, ...where }) : connectTcp(where)
  }

  private discardUnasked(socket: Socket): void {
    let bytes = 0
    socket.on('data', (chunk) => {
      bytes += chunk.length
      if (bytes > unaskedBytes) socket.destroy()
    })
  }

  private onClose(openedAt: number | null, error: Error): void {
    this.cancelTimer()
    this.socket = null
    this.isOpen = false
    const failure = toConnectFailure(error, `${this.target.host}:${this.target.port}`)
    const heldMs = openedAt === null ? null : this.options.clock.now() - openedAt
    this.attempts = heldMs !== null && heldMs >= stableMs ? 0 : this.attempts + 1
    if (this.attempts === 0) this.start()
    else this.cancelTimer = this.options.clock.after(this.toDelay(), () => this.start())
    if (heldMs === null) this.events.onFailure(failure)
    else this.events.onBreak(heldMs, failure)
  }

  private toDelay(): number {
    failing.add(this)
    const { delaysMs, random = Math.random } = this.options
    const own = deriveBackoffMs(this.attempts - 1, { firstMs: delaysMs.first, mostMs: delaysMs.last })
    return Math.round(jitter(Math.max(own, failing.size * eachFailingMs), random))
  }

  private drop(): void {
    failing.delete(this)
    this.cancelTimer()
    const { socket } = this
    this.socket = null
    this.isOpen = false
    socket?.destroy()
  }
}

function toTimeout(): NodeJS.ErrnoException {
  return Object.assign(new Error('no answer to the connection request'), { code: 'ETIMEDOUT' })
}

function toReset(): NodeJS.ErrnoException {
  return Object.assign(new Error('closed by the other side'), { code: 'ECONNRESET' })
}
