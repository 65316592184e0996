import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { FactsHolder } from './facts-holder'

/** So long a leader may answer 503 while it begins; longer, and it leads nobody. */
const mostLeaderlessMs = 2_000

/** Whether the process on the port serves: a standby that sees a leader does; a leader has to answer for itself. */
export class Serving {
  /** Since when it answers 503; null: it does not. */
  private leaderlessSince: number | null = null
  /** None for a new process on its port until that has served once: what it takes over is not its own. */
  private graceMs = mostLeaderlessMs
  /** To the last question that only a leader answers; null: not asked in this term. */
  private asLeader: 'served' | 'refused' | null = null

  constructor(
    private readonly holder: FactsHolder,
    private readonly clock: Clock,
  ) {}

  /** What it answered as the leader of an earlier term says nothing of this one. */
  forgetTerm(): void {
    this.asLeader = null
  }

  forgetProcess(): void {
    this.asLeader = null
    this.note(true)
    this.graceMs = 0
  }

  /** What `/config` says; null: it did not answer. Told before the link is: never is a new process shown as the leader, not for a moment. */
  notify(sees: 'leader' | 'no-leader' | null): void {
    const isServing = sees === null ? null : sees === 'leader' && this.asLeader !== 'refused'
    this.holder.setServing(isServing)
    if (isServing !== null) this.note(isServing)
  }

  /** @param status of an answer that only a leader gives */
  answeredAsLeader(status: number): void {
    this.asLeader = status >= 500 ? 'refused' : 'served'
    this.note(this.asLeader === 'served')
  }

  private note(isServing: boolean): void {
    const now = this.clock.now()
    this.leaderlessSince = isServing ? null : (this.leaderlessSince ?? now)
    if (isServing) this.graceMs = mostLeaderlessMs
    const isLong = this.leaderlessSince !== null && (this.graceMs === 0 || now - this.leaderlessSince > this.graceMs)
    this.holder.setLeaderlessSince(isLong ? this.leaderlessSince : null)
  }
}
