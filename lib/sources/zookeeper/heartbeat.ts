import 'server-only'

/**
 * Keeps a session alive and detects a silent member: a ping when nothing was sent for T/3,
 * `onSilence` when nothing was received for 2T/3 (org.apache.zookeeper.ClientCnxn, readTimeout).
 */
export class SessionHeartbeat {
  private readonly timeoutMs: number
  private readonly ping: () => void
  private readonly onSilence: (ms: number) => void
  private heardAt = performance.now()
  private sentAt = performance.now()
  private timer: NodeJS.Timeout | null = null
  private grace: NodeJS.Immediate | null = null

  constructor(timeoutMs: number, ping: () => void, onSilence: (ms: number) => void) {
    this.timeoutMs = timeoutMs
    this.ping = ping
    this.onSilence = onSilence
    this.arm()
  }

  heard(): void {
    this.heardAt = performance.now()
  }

  sent(): void {
    this.sentAt = performance.now()
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    if (this.grace) clearImmediate(this.grace)
    this.timer = this.grace = null
  }

  private get pingDue(): number {
    return this.sentAt + this.timeoutMs / 3
  }

  private get silenceDue(): number {
    return this.heardAt + (this.timeoutMs * 2) / 3
  }

  private arm(): void {
    const due = Math.min(this.pingDue, this.silenceDue)
    this.timer = setTimeout(() => this.check(), Math.max(1, due - performance.now() + 1))
  }

  private check(): void {
    const now = performance.now()
    if (now >= this.silenceDue) {
      // After a stalled event loop the answer may be unread in the socket: read once before giving up.
      this.grace = setImmediate(() => this.giveUpOrGoOn())
      return
    }
    if (now >= this.pingDue) this.ping()
    this.arm()
  }

  private giveUpOrGoOn(): void {
    const now = performance.now()
    if (now >= this.silenceDue) this.onSilence(Math.round(now - this.heardAt))
    else this.arm()
  }
}
