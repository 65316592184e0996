import 'server-only'
import { ZooKeeperError, toServerError, toZooKeeperError } from './errors'
import { FrameSplitter } from './frames'
import { SessionHeartbeat } from './heartbeat'
import { JuteReader, JuteWriter } from './jute'
import { readConnectResponse, writeConnectRequest, type ConnectRequest, type ConnectResponse } from './messages/connect'
import { readReplyHeader, writeRequestHeader, type ReplyHeader } from './messages/headers'
import { reservedXids } from './messages/op-codes'
import { writeAuth, writeCloseSession, writePing } from './messages/session'
import { readWatchEvent, type WatchEvent } from './messages/watch-event'
import { toSocketErrorText, type Transport } from './transport'

const replyHeaderBytes = 16

// A read-only member whose ensemble has no localSessionsEnabled answers the handshake with an error's header (seen on 3.7.1).
function refusal(header: ReplyHeader): ZooKeeperError {
  return toServerError(header.err, 'the request for a session')
}

/** Exactly one of the two is called, once. */
export interface AnswerHandler {
  /** May throw a ZooKeeperError `protocol`; the connection then ends. */
  reply(header: ReplyHeader, reader: JuteReader): void
  lost(error: ZooKeeperError): void
}

export interface ConnectionHooks {
  onEvent(event: WatchEvent): void
  onHeard(bytes: number): void
  onSent(bytes: number): void
  onZxid(zxid: bigint): void
  onPingAnswered(ms: number): void
  /** Called once, before the pending requests fail. */
  onEnd(reason: ZooKeeperError): void
}

/**
 * The protocol over one socket, from handshake to end. All its state ends with the socket.
 * Answers and events are passed on in the order in which the server sent them.
 */
export class Connection {
  /** Resolves with the reason once the connection is over; never rejects. */
  readonly ended: Promise<ZooKeeperError>
  private readonly transport: Transport
  private readonly hooks: ConnectionHooks
  private readonly splitter: FrameSplitter
  private readonly pending = new Map<number, AnswerHandler>()
  private heartbeat: SessionHeartbeat | null = null
  private handshake: ((message: JuteReader) => void) | null = null
  private xid = 0
  private pingSentAt = 0
  private over: ZooKeeperError | null = null
  private resolveEnded!: (reason: ZooKeeperError) => void

  constructor(transport: Transport, hooks: ConnectionHooks, maxFrameBytes?: number) {
    this.transport = transport
    this.hooks = hooks
    this.splitter = new FrameSplitter(maxFrameBytes)
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve
    })
    transport.listen({
      onData: (chunk) => this.receive(chunk),
      onEnd: (error) =>
        this.end(
          new ZooKeeperError('connection-lost', error ? toSocketErrorText(error) : 'the server closed the connection', {
            cause: error ?? undefined,
          }),
        ),
    })
  }

  /** Requests sent and not answered yet. */
  get outstanding(): number {
    return this.pending.size
  }

  /** The first exchange. Rejects with the error that ended the connection instead. */
  shakeHands(request: ConnectRequest): Promise<ConnectResponse> {
    return new Promise((resolve, reject) => {
      this.handshake = (reader) => resolve(readConnectResponse(reader))
      void this.ended.then(reject)
      this.write((writer) => writeConnectRequest(writer, request))
    })
  }

  /** Starts pings and the detection of silence. */
  keepAlive(timeoutMs: number): void {
    if (this.over) return
    this.heartbeat = new SessionHeartbeat(
      timeoutMs,
      () => this.ping(),
      (ms) => this.end(new ZooKeeperError('connection-lost', `the server has been silent for ${ms} ms`)),
    )
  }

  send(opCode: number, body: (writer: JuteWriter) => void, handler: AnswerHandler): void {
    if (this.over) return handler.lost(this.over)
    const xid = this.nextXid()
    this.pending.set(xid, handler)
    this.write((writer) => {
      writeRequestHeader(writer, xid, opCode)
      body(writer)
    })
  }

  authenticate(scheme: string, credentials: Uint8Array): void {
    this.write((writer) => writeAuth(writer, scheme, credentials))
  }

  /** Requests the end of the session, so that it need not time out; the connection ends with the answer. */
  closeSession(reason: ZooKeeperError): void {
    const xid = this.nextXid()
    this.pending.set(xid, { reply: () => this.end(reason), lost: () => undefined })
    this.write((writer) => writeCloseSession(writer, xid))
  }

  /** Ends everything at once: the socket, the timers, every request waiting for its answer. */
  end(reason: ZooKeeperError): void {
    if (this.over) return
    this.over = reason
    this.heartbeat?.stop()
    this.transport.destroy()
    this.hooks.onEnd(reason)
    this.resolveEnded(reason)
    const waiting = [...this.pending.values()]
    this.pending.clear()
    // These requests did not cause the end of the connection: those that may be sent again, may.
    const lost = reason.code === 'closed' ? reason : new ZooKeeperError('connection-lost', reason.message, { cause: reason })
    for (const handler of waiting) handler.lost(lost)
  }

  private nextXid(): number {
    do this.xid = this.xid >= 0x7fffffff ? 1 : this.xid + 1
    while (this.pending.has(this.xid))
    return this.xid
  }

  private write(fill: (writer: JuteWriter) => void): void {
    if (this.over) return
    const writer = new JuteWriter()
    fill(writer)
    const frame = writer.toFrame()
    this.heartbeat?.sent()
    this.hooks.onSent(frame.length)
    this.transport.write(frame)
  }

  private ping(): void {
    this.pingSentAt = performance.now()
    this.write(writePing)
  }

  private receive(chunk: Buffer): void {
    if (this.over) return
    this.heartbeat?.heard()
    this.hooks.onHeard(chunk.length)
    try {
      this.splitter.push(chunk, (message) => this.takeMessage(message))
    } catch (cause) {
      const error = toZooKeeperError(cause, 'protocol', 'cannot read what the server sent')
      if (error.code === 'frame-too-large') this.failOldest(error)
      this.end(error)
    }
  }

  // Answers come in the order of the requests, so the oversized frame belongs to the oldest one.
  private failOldest(error: ZooKeeperError): void {
    const [oldest] = this.pending
    if (!oldest) return
    this.pending.delete(oldest[0])
    oldest[1].lost(error)
  }

  private takeMessage(message: Buffer): void {
    if (this.over) return
    const reader = new JuteReader(message)
    if (this.handshake) {
      if (message.length === replyHeaderBytes) throw refusal(readReplyHeader(reader))
      this.handshake(reader)
      this.handshake = null
      return
    }
    const header = readReplyHeader(reader)
    if (header.xid === reservedXids.notification) return this.takeEvent(reader)
    if (header.zxid > 0n) this.hooks.onZxid(header.zxid)
    if (header.xid === reservedXids.ping) return this.hooks.onPingAnswered(performance.now() - this.pingSentAt)
    if (header.xid === reservedXids.auth) return this.takeAuthAnswer(header)
    this.takeAnswer(header, reader)
  }

  private takeEvent(reader: JuteReader): void {
    const event = readWatchEvent(reader)
    if (event) this.hooks.onEvent(event)
  }

  private takeAuthAnswer(header: ReplyHeader): void {
    if (header.err !== 0)
      throw new ZooKeeperError('auth-failed', `the server refused the credentials (${header.err})`, { number: header.err })
  }

  private takeAnswer(header: ReplyHeader, reader: JuteReader): void {
    const handler = this.pending.get(header.xid)
    if (!handler) throw new ZooKeeperError('protocol', `the server answered a request ${header.xid} that was never sent`)
    this.pending.delete(header.xid)
    handler.reply(header, reader)
  }
}
