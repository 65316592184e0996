import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { FactsHolder } from './facts-holder'
import type { LeaderData } from './leader-data'
import type { RequestBudget } from './pace'

/** How often "may this still be asked?" is asked while an answer is awaited. */
const rightCheckMs = 50
/** A leader without any job at all is believed after this long. */
const emptyIsSettledMs = 5_000

interface TermParts {
  holder: FactsHolder
  leader: LeaderData
  pace: RequestBudget
  clock: Clock
  mayAsk(): boolean
  findFlinkVersion(): string | null
}

/** Whether a JobManager may be asked as the leader now, and the jobs of a new leader or term followed until they run. */
export class LeaderTerm {
  /** null: it may not be asked. */
  private since: number | null = null

  constructor(private readonly parts: TermParts) {}

  mayAsk(): boolean {
    const may = this.parts.mayAsk()
    if (may && this.since === null) this.start('it leads since a moment: asked anew')
    if (!may) this.end()
    return may
  }

  start(reason: string): void {
    const { leader, clock, pace, findFlinkVersion } = this.parts
    leader.reset(reason, findFlinkVersion())
    this.since = clock.now()
    pace.followRecovery()
  }

  /** Aborted the moment this master is not the proven leader any more, or the link broke. */
  watchRight(flight: AbortSignal): { signal: AbortSignal; release(): void } {
    const { clock } = this.parts
    const own = new AbortController()
    let cancel = (): void => {}
    const check = (): void => {
      if (!this.mayAsk()) return own.abort()
      cancel = clock.after(rightCheckMs, check)
    }
    cancel = clock.after(rightCheckMs, check)
    return { signal: AbortSignal.any([flight, own.signal]), release: () => cancel() }
  }

  endRecoveryIfDone(): void {
    const { leader, pace, holder, clock } = this.parts
    if (this.since === null || !pace.isRecovering || leader.unsettled === null || leader.unsettled > 0) return
    const { jobs } = holder.facts
    const isEmpty = jobs.known && jobs.value.length === 0
    if (!isEmpty || clock.now() - this.since >= emptyIsSettledMs) pace.recovered()
  }

  private end(): void {
    this.since = null
    this.parts.pace.recovered()
  }
}
