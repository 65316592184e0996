import { deriveBackoffMs } from '@/lib/base/back-off'
import type { ReceivedHeartbeat } from '@/lib/model/stream-events'

export type ConnectionState = 'live' | 'stale' | 'connecting'

export interface ConnectionStatus {
  state: ConnectionState
  /** Since when the state has been so, epoch ms of the server's clock as `useNow` has it; 0 before the first connection. */
  since: number
  /** The last message of any kind, by the same clock. */
  lastBeatAt: number | null
  beat: ReceivedHeartbeat | null
}

/** Silence that makes the page stale: two heartbeats of the server missed, and still within two seconds. */
export const silenceLimitMs = 1_900
/** An open connection that is silent for so long is closed; also how long opening one may take. */
const silentConnectionMs = 4_000
const retryDelays = { firstMs: 150, mostMs: 5_000 }

export interface LiveHandlers {
  events: Record<string, (data: unknown) => 'fine' | 'gap'>
  onBeat: (beat: ReceivedHeartbeat) => 'fine' | 'gap'
  /** The first message of each connection, the first one and every later: from here on nothing is missed. */
  onConnected?: () => void
}

/** What it needs of its environment, so that tests can control time and connections. */
export interface LiveWorld {
  open(url: string): EventSource
  now(): number
  setTimer(run: () => void, ms: number): unknown
  clearTimer(timer: unknown): void
  /** Calls back when the tab is shown again, the network came back, or the page woke up. */
  onWake(run: () => void): () => void
}

/**
 * The one live connection of a browser tab: an EventSource that this code opens again (not the browser's own three-second retry), watched
 * by the server's heartbeats, and asked for the whole after a gap.
 *
 * Cases of the loop: message -> live; error -> reopen with back-off; silence -> stale, reopen; tab shown again or network back -> check at
 * once; no listener left -> close.
 */
export class LiveConnection {
  private source: EventSource | null = null
  private retryTimer: unknown = null
  private watchdog: unknown = null
  private retries = 0
  /** Last message of any connection, and when the present one was opened. */
  private heardAt: number
  private openedAt = 0
  private isHeard = false
  private readonly stopWaking: () => void
  private closed = false

  constructor(
    private readonly url: string,
    private readonly handlers: LiveHandlers,
    private readonly report: (change: Partial<ConnectionStatus>) => void,
    private readonly world: LiveWorld,
  ) {
    this.heardAt = world.now()
    this.stopWaking = world.onWake(() => this.wake())
    this.report({ state: 'connecting', lastBeatAt: null })
    this.connect()
  }

  close(): void {
    this.closed = true
    this.stopWaking()
    this.world.clearTimer(this.retryTimer)
    this.world.clearTimer(this.watchdog)
    this.drop()
  }

  private connect(): void {
    this.drop()
    const source = this.world.open(this.url)
    this.source = source
    this.openedAt = this.world.now()
    this.isHeard = false
    source.onerror = () => source === this.source && this.reopenLater()
    for (const [name, handle] of Object.entries(this.handlers.events)) {
      source.addEventListener(name, (event) => this.receive(source, event, handle))
    }
    source.addEventListener('beat', (event) => this.receive(source, event, (data) => this.takeBeat(data as ReceivedHeartbeat)))
    this.watch(Math.max(0, silenceLimitMs - (this.openedAt - this.heardAt)))
  }

  private receive(source: EventSource, event: MessageEvent<string>, handle: (data: unknown) => 'fine' | 'gap'): void {
    if (this.closed || source !== this.source) return
    if (handleSafely(event.data, handle) === 'gap') return this.reopenLater()
    this.heardAt = this.world.now()
    this.report({ state: 'live', lastBeatAt: this.heardAt })
    this.watch(silenceLimitMs)
    if (!this.isHeard) this.handlers.onConnected?.()
    this.isHeard = true
  }

  private takeBeat(beat: ReceivedHeartbeat): 'fine' | 'gap' {
    // Only a heartbeat proves a connection that lasts: a snapshot followed by a gap each time must still back off.
    this.retries = 0
    this.report({ beat })
    return this.handlers.onBeat(beat)
  }

  private watch(ms: number): void {
    this.world.clearTimer(this.watchdog)
    this.watchdog = this.world.setTimer(() => this.lookAgain(), ms)
  }

  /** Timers sleep with the machine and slow down in hidden tabs: what counts is the clock. */
  private lookAgain(): void {
    if (this.closed) return
    const now = this.world.now()
    if (now - this.heardAt >= silenceLimitMs) this.report({ state: 'stale' })
    const silence = now - Math.max(this.heardAt, this.openedAt)
    if (this.source !== null && silence >= silentConnectionMs) this.reopenLater()
    this.watch(silenceLimitMs / 2)
  }

  private wake(): void {
    if (this.closed || this.world.now() - this.heardAt < silenceLimitMs) return
    this.report({ state: 'stale' })
    this.retries = 0
    this.world.clearTimer(this.retryTimer)
    this.retryTimer = null
    this.connect()
  }

  private reopenLater(): void {
    if (this.closed || this.retryTimer !== null) return
    this.drop()
    const silence = this.world.now() - this.heardAt
    this.report({ state: silence < silenceLimitMs ? 'connecting' : 'stale' })
    this.watch(Math.max(0, silenceLimitMs - silence))
    const wait = deriveBackoffMs(this.retries++, retryDelays)
    this.retryTimer = this.world.setTimer(() => {
      this.retryTimer = null
      if (!this.closed) this.connect()
    }, wait)
  }

  private drop(): void {
    this.source?.close()
    this.source = null
  }
}

/** Unreadable bytes are a gap like any other: the whole is fetched again. */
function handleSafely(data: string, handle: (data: unknown) => 'fine' | 'gap'): 'fine' | 'gap' {
  try {
    return handle(JSON.parse(data))
  } catch {
    return 'gap'
  }
}
