import { connect, type Socket } from 'node:net'
import {
  replyErrors,
  askedOpCodes,
  pingXid,
  readChildrenReply,
  readDataReply,
  readReplyHead,
  toBareRequest,
  toConnectRequest,
  toPathRequest,
  type NodeStat,
} from './jute'

const sessionMs = 10_000

interface Waiting {
  resolve(frame: Buffer): void
  reject(error: Error): void
}

/** One session on one member of the ensemble. Reads only; any error ends it, and its owner opens another. */
export class ZooKeeperReader {
  private readonly socket: Socket
  private readonly waiting = new Map<number, Waiting>()
  private readonly pings: NodeJS.Timeout
  private rest = Buffer.alloc(0)
  private xid = 0
  private isConnected = false
  private failure: Error | null = null

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => this.take(chunk))
    socket.on('error', (error) => this.fail(error))
    socket.on('close', () => this.fail(new Error('the connection ended')))
    this.pings = setInterval(() => this.isConnected && socket.write(toBareRequest(pingXid, askedOpCodes.ping)), sessionMs / 4)
    this.pings.unref()
  }

  /** @throws Error when the member opens no session within `withinMs` */
  static async open(port: number, withinMs: number): Promise<ZooKeeperReader> {
    const reader = new ZooKeeperReader(connect({ host: '127.0.0.1', port }))
    reader.socket.write(toConnectRequest(sessionMs))
    // The answer to the connect request has no header; it is kept under a number that no request gets.
    const answer = await reader.await(0, withinMs)
    if (answer.readInt32BE(4) <= 0) throw reader.fail(new Error('the member refused the session'))
    return reader
  }

  /** Null: there is no such node. */
  async getData(path: string, withinMs: number): Promise<{ data: Buffer; stat: NodeStat } | null> {
    const frame = await this.ask(askedOpCodes.getData, path, withinMs)
    return frame && readDataReply(frame)
  }

  /** Null: there is no such node. */
  async getChildren(path: string, withinMs: number): Promise<string[] | null> {
    const frame = await this.ask(askedOpCodes.getChildren2, path, withinMs)
    return frame && readChildrenReply(frame)
  }

  close(): void {
    if (!this.failure) this.socket.write(toBareRequest(++this.xid, askedOpCodes.closeSession))
    this.fail(new Error('closed'))
  }

  private async ask(opCode: number, path: string, withinMs: number): Promise<Buffer | null> {
    if (this.failure) throw this.failure
    const xid = ++this.xid
    this.socket.write(toPathRequest(xid, opCode, path))
    const frame = await this.await(xid, withinMs)
    const { error } = readReplyHead(frame)
    if (error === replyErrors.noNode) return null
    if (error !== replyErrors.ok) throw this.fail(new Error(`ZooKeeper answered error ${error} for ${path}`))
    return frame
  }

  private await(xid: number, withinMs: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error(`no answer within ${withinMs} ms`)), withinMs)
      const end = () => clearTimeout(timer)
      this.waiting.set(xid, {
        resolve: (frame) => (end(), resolve(frame)),
        reject: (error) => (end(), reject(error)),
      })
    })
  }

  private take(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk])
    while (this.rest.length >= 4) {
      const length = this.rest.readInt32BE(0)
      if (this.rest.length < 4 + length) return
      this.deliver(Buffer.from(this.rest.subarray(4, 4 + length)))
      this.rest = this.rest.subarray(4 + length)
    }
  }

  private deliver(frame: Buffer): void {
    const xid = this.isConnected ? readReplyHead(frame).xid : 0
    this.isConnected = true
    this.waiting.get(xid)?.resolve(frame)
    this.waiting.delete(xid)
  }

  private fail(error: Error): Error {
    if (this.failure) return this.failure
    this.failure = error
    clearInterval(this.pings)
    this.socket.destroy()
    for (const waiting of this.waiting.values()) waiting.reject(error)
    this.waiting.clear()
    return error
  }
}
