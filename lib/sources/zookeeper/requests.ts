import 'server-only'
import type { Connection } from './connection'
import type { ClientCounters } from './counters'
import { Deadlines } from './deadlines'
import { ZooKeeperError, toServerError, toZooKeeperError } from './errors'
import { Fifo } from './fifo'
import type { ReplyHeader } from './messages/headers'
import type { Operation } from './messages/operation'
import type { JuteReader } from './jute'

export interface RequestOptions {
  signal?: AbortSignal
  /** Default true: a read whose connection is lost is sent once more on the next one. Writes never are. */
  retry?: boolean
}

export interface RequestLimits {
  /** from the request to the answer, waiting for a connection included */
  timeoutMs: number
  maxOutstanding: number
  maxWaiting: number
}

/** Exactly one of the two is called, once. */
export interface Settle<T> {
  resolve(value: T): void
  reject(error: ZooKeeperError): void
}

interface Entry extends Settle<unknown> {
  operation: Operation<unknown>
  retries: number
  settled: boolean
  /** `performance.now()` of its time limit. */
  dueAt: number
  signal: AbortSignal | undefined
  onAbort: (() => void) | null
}

/**
 * Pending requests: waiting for a connection or for room on it, or sent. Each settles exactly once:
 * by its answer, its time limit, its signal, the loss of the connection, or the end of the client.
 */
export class Requests {
  private readonly limits: RequestLimits
  private readonly counters: ClientCounters
  private readonly waiting = new Fifo<Entry>()
  private readonly deadlines: Deadlines<Entry>
  private isFull = false
  private failedSinceSweep = 0
  private connection: Connection | null = null
  private unconnected = 'not connected yet'
  private closed: ZooKeeperError | null = null

  constructor(limits: RequestLimits, counters: ClientCounters) {
    this.limits = limits
    this.counters = counters
    this.deadlines = new Deadlines((entry) => this.fail(entry, this.timeout(entry.operation)))
  }

  /** `onReply` gets a successful answer in the order of arrival, before anything that arrives later is processed. */
  request<T>(operation: Operation<T>, options: RequestOptions = {}, onReply?: (value: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.ask(operation, options, { resolve: (value) => (onReply?.(value), resolve(value)), reject })
    })
  }

  /** Without a promise: a mirror makes thousands of readings per second, and each promise costs as much as the answer. */
  ask<T>(operation: Operation<T>, options: RequestOptions, settle: Settle<T>): void {
    if (this.closed) return settle.reject(this.closed)
    if (this.waiting.length >= this.limits.maxWaiting) {
      return settle.reject(
        new ZooKeeperError('overloaded', `more than ${this.limits.maxWaiting} ZooKeeper requests are waiting`, { path: operation.path }),
      )
    }
    const entry = this.toEntry(operation, options, settle as Settle<unknown>)
    if (!entry.settled) this.enqueue(entry)
  }

  attach(connection: Connection): void {
    this.connection = connection
    this.pump()
  }

  detach(reason: ZooKeeperError): void {
    this.connection = null
    this.unconnected = reason.message
  }

  close(error: ZooKeeperError): void {
    this.closed = error
    this.connection = null
    for (const entry of this.waiting.takeAll()) this.fail(entry, error)
    // Requests already sent end with their connection, which is closed next.
    this.deadlines.clear()
  }

  private toEntry(operation: Operation<unknown>, { signal, retry }: RequestOptions, { resolve, reject }: Settle<unknown>): Entry {
    const retries = operation.isRead && retry !== false ? 1 : 0
    const entry: Entry = {
      operation,
      retries,
      settled: false,
      dueAt: performance.now() + this.limits.timeoutMs,
      signal,
      onAbort: null,
      resolve,
      reject,
    }
    this.deadlines.add(entry)
    if (!signal) return entry
    entry.onAbort = () => this.fail(entry, new ZooKeeperError('aborted', `${operation.name} was aborted`, { path: operation.path }))
    if (signal.aborted) entry.onAbort()
    else signal.addEventListener('abort', entry.onAbort)
    return entry
  }

  private timeout({ name, path }: Operation<unknown>): ZooKeeperError {
    if (this.connection === null) return new ZooKeeperError('not-connected', `ZooKeeper is not connected: ${this.unconnected}`, { path })
    return new ZooKeeperError('request-timeout', `ZooKeeper did not answer ${name} within ${this.limits.timeoutMs} ms`, { path })
  }

  private fail(entry: Entry, error: ZooKeeperError): void {
    if (!settle(entry)) return
    this.counters.failures++
    entry.reject(error)
    // Failed ones stay queued until their turn; without a connection that turn never comes.
    if (++this.failedSinceSweep > 1000) {
      this.failedSinceSweep = 0
      this.waiting.keepOnly((each) => !each.settled)
    }
  }

  private enqueue(entry: Entry): void {
    this.waiting.push(entry)
    this.pump()
  }

  /**
   * A backlog is sent when half of the outstanding requests are answered: one write of 250 requests costs hardly more than one of a single
   * request.
   */
  private pump(): void {
    if (this.connection && this.waiting.length > 0 && this.isFull && this.connection.outstanding > this.limits.maxOutstanding / 2) return
    while (this.connection && this.connection.outstanding < this.limits.maxOutstanding) {
      const entry = this.waiting.shift()
      if (!entry) break
      if (!entry.settled) this.send(this.connection, entry)
    }
    this.isFull = this.waiting.length > 0
  }

  private send(connection: Connection, entry: Entry): void {
    this.counters.requests++
    connection.send(entry.operation.opCode, (writer) => entry.operation.write(writer), {
      reply: (header, reader) => {
        this.counters.replies++
        this.takeReply(entry, header, reader)
        this.pump()
      },
      lost: (error) => this.takeLoss(entry, error),
    })
  }

  // An answer after the time limit still has its place in the order of answers, so it arrives here and is dropped.
  private takeReply(entry: Entry, header: ReplyHeader, reader: JuteReader): void {
    if (entry.settled) return
    const { operation } = entry
    if (header.err !== 0) return this.fail(entry, toServerError(header.err, operation.name, operation.path))
    let value: unknown
    try {
      value = operation.read(reader)
    } catch (cause) {
      const error = toZooKeeperError(cause, 'protocol', `answer to ${operation.name}`)
      this.fail(entry, error)
      throw error
    }
    if (settle(entry)) entry.resolve(value)
  }

  private takeLoss(entry: Entry, error: ZooKeeperError): void {
    if (entry.settled) return
    if (this.closed) return this.fail(entry, this.closed)
    if (entry.retries > 0 && error.retryable) {
      entry.retries--
      return this.enqueue(entry)
    }
    this.fail(
      entry,
      new ZooKeeperError(error.code, `${entry.operation.name}: ${error.message}`, { path: entry.operation.path, cause: error }),
    )
  }
}

/** False: it was already settled. */
function settle(entry: Entry): boolean {
  if (entry.settled) return false
  entry.settled = true
  if (entry.onAbort) entry.signal?.removeEventListener('abort', entry.onAbort)
  return true
}
