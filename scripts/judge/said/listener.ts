import { setTimeout as delay } from 'node:timers/promises'
import type { Hearing, HearingKind } from './hearing'

/** The address of each kind of answer. */
export type Addresses = Record<HearingKind, string>

/** Milliseconds between two requests of each kind: what a screen gets pushed ten times a second, what it fetches more rarely. */
const paces: Record<HearingKind, number> = { snapshot: 110, summary: 150, incidents: 250, history: 1_000, page: 500 }
/** An answer later than this counts as none. */
const withinMs = 5_000

export interface ListenerCounts {
  answers: Record<HearingKind, number>
  /** Errors, statuses other than 200, and answers that came too late. */
  silences: Record<HearingKind, number>
  slowestMs: number
}

const zero = (): Record<HearingKind, number> => ({ snapshot: 0, history: 0, summary: 0, incidents: 0, page: 0 })

/** Requests every kind of answer of the console, over and over, and passes the answers on. */
export class ConsoleListener {
  readonly counts: ListenerCounts = { answers: zero(), silences: zero(), slowestMs: 0 }
  private readonly stop = new AbortController()
  private readonly loops: Promise<void>[]

  constructor(
    addresses: Addresses,
    private readonly ask: (address: string, init: RequestInit) => Promise<Response>,
    private readonly hear: (hearing: Hearing) => void,
  ) {
    // Two loops request snapshots: on a busy machine one alone would not get ten answers a second.
    this.loops = (['snapshot', ...Object.keys(paces)] as HearingKind[]).map((kind) => this.loop(kind, addresses[kind]))
  }

  async close(): Promise<void> {
    this.stop.abort()
    await Promise.all(this.loops)
  }

  private async loop(kind: HearingKind, address: string): Promise<void> {
    while (!this.stop.signal.aborted) {
      const asked = Date.now()
      const body = await this.listen(kind, address).catch(() => undefined)
      const got = Date.now()
      this.counts[body === undefined ? 'silences' : 'answers'][kind]++
      this.counts.slowestMs = Math.max(this.counts.slowestMs, got - asked)
      if (body !== undefined) this.hear({ kind, asked, got, body })
      await delay(Math.max(5, paces[kind] - (got - asked)), undefined, { signal: this.stop.signal }).catch(() => undefined)
    }
  }

  private async listen(kind: HearingKind, address: string): Promise<unknown> {
    const response = await this.ask(address, { signal: AbortSignal.timeout(withinMs) })
    if (!response.ok) return undefined
    return kind === 'page' ? response.text() : response.json()
  }
}
