import 'server-only'
import type { Clock } from '@/lib/base/clock'
import { tryConnect } from '@/lib/network/try-connect'
import { judgeConfig } from './judge-config'
import type { RestClient, RestTarget } from './rest-client'
import { RestError } from './rest-error'

export interface HeartbeatOutcome {
  link: 'open' | 'frozen' | 'refused' | 'silent' | 'odd'
  detail: string
  /** null: it did not answer. */
  latencyMs: number | null
  canAskMore: boolean
  flinkVersion: string | null
  redirectsTo: string | null
}

/** After this the process counts as frozen, if its host still accepts connections. */
const answerLimitMs = 2_000
/**
 * The request stays open while the process is frozen: its answer is the first sign of life, and further requests would only
 * fill the queue of connections that the process does not accept.
 */
const holdMs = 600_000
/** A frozen process' host may go down too; each check leaves one more connection in that queue. */
const lookAgainMs = 60_000
const mostBytes = 256 * 1024

/** Requests `GET /config`, which each process answers itself even without a leader, and interprets a missing answer. */
export class RestHeartbeat {
  private asking: AbortSignal | null = null

  constructor(
    private readonly target: RestTarget,
    private readonly client: RestClient,
    private readonly clock: Clock,
    private readonly onOutcome: (outcome: HeartbeatOutcome) => void,
    private readonly onRequest: () => void,
  ) {}

  get isAsking(): boolean {
    return this.asking !== null && !this.asking.aborted
  }

  async ask(signal: AbortSignal): Promise<void> {
    if (this.isAsking || signal.aborted) return
    this.asking = signal
    const outcome = await this.askOnce(signal)
      .catch((error: unknown) => {
        if (RestError.is(error) && error.code === 'closed') return this.askOnce(signal)
        throw error
      })
      .catch((error: unknown) => this.toFailure(error))
    if (this.asking === signal) this.asking = null
    if (outcome && !signal.aborted) this.onOutcome(outcome)
  }

  private async askOnce(signal: AbortSignal): Promise<HeartbeatOutcome> {
    const drip = new AbortController()
    let hasHeader = false
    let cancel = (): void => {}
    const onLate = (): void => {
      cancel = this.clock.after(lookAgainMs, onLate)
      if (hasHeader) drip.abort()
      else void this.explainSilence(signal)
    }
    cancel = this.clock.after(answerLimitMs, onLate)
    this.onRequest()
    try {
      const answer = await this.client.get('/config', {
        limitMs: holdMs,
        maxBytes: mostBytes,
        signal: AbortSignal.any([signal, drip.signal]),
        onHeader: () => (hasHeader = true),
      })
      return { ...judgeConfig(answer), latencyMs: answer.latencyMs }
    } catch (error) {
      if (drip.signal.aborted)
        return toOutcome('odd', `${this.address} sends its answer too slowly: not complete after ${answerLimitMs / 1_000} s`)
      throw error
    } finally {
      cancel()
    }
  }

  /** No answer in time: a frozen process still accepts a new connection, a lost host does not. */
  private async explainSilence(signal: AbortSignal): Promise<void> {
    const failure = await tryConnect(this.target.host, this.target.port, answerLimitMs, this.clock)
    if (signal.aborted || this.asking !== signal) return
    if (!failure)
      return this.onOutcome(
        toOutcome('frozen', `accepts connections but has not answered for ${answerLimitMs / 1_000} s: the process is frozen or overloaded`),
      )
    this.onOutcome(toOutcome(failure.state === 'refused' ? 'refused' : 'silent', failure.detail))
  }

  private toFailure(error: unknown): HeartbeatOutcome | null {
    if (!RestError.is(error)) throw error
    switch (error.code) {
      case 'aborted':
        return null
      case 'refused':
        return toOutcome('refused', error.message)
      case 'silent':
      case 'unresolved':
        return toOutcome('silent', error.message)
      case 'slow':
        return toOutcome('frozen', error.message)
      case 'closed':
      case 'too-large':
      case 'not-http':
      case 'tls':
        return toOutcome('odd', error.message)
    }
  }

  private get address(): string {
    return `${this.target.host}:${this.target.port}`
  }
}

function toOutcome(link: HeartbeatOutcome['link'], detail: string): HeartbeatOutcome {
  return { link, detail, latencyMs: null, canAskMore: false, flinkVersion: null, redirectsTo: null }
}
