import 'server-only'
import { deriveBackoffMs } from '@/lib/base/back-off'
import type { Clock } from '@/lib/base/clock'
import type { MemberFacts } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import type { ConnectFailure } from '@/lib/network/connect-failure'
import { holdConnection, type HeldConnection } from '@/lib/network/hold-connection'
import { askMember, MemberHabits, type MemberReading } from './ask-member'

export interface MemberTarget {
  host: string
  /** Client port. */
  port: number
  /** Port of the AdminServer, only where it is known to be enabled. */
  adminPort?: number
}

export type AnonymousFacts = Omit<MemberFacts, 'id'>

/** Interval while nothing changes. */
const askEveryMs = 30_000
/** Interval while it does not serve, or is frozen: from the first to the last, doubling. */
const askAgain = { firstMs: 1_000, mostMs: 8_000 }
const leastBetweenMs = 1_000
/**
 * From 3.5 on a server closes connections without a session after about ten seconds
 * (`zookeeper.nio.sessionlessCnxnTimeout`); one that ends sooner ended for another reason.
 */
const idleCloseMs = 9_000

/**
 * One ZooKeeper server. A held connection detects its exit at once; `srvr` reads the rest, when something changed and every half minute. A
 * connection that the server closed for idleness is opened again: that it is accepted is a sign of life.
 */
export class MemberWatcher {
  facts: AnonymousFacts
  requests = 0
  private habits = new MemberHabits()
  private readonly hold: HeldConnection
  private isAsking = false
  private isWantedAgain = false
  private isClosed = false
  private askedAt = -Infinity
  private asksInVain = 0
  private cancelTimer = (): void => {}

  constructor(
    private readonly target: MemberTarget,
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {
    const now = clock.now()
    this.facts = {
      address: `${target.host}:${target.port}`,
      link: 'connecting',
      linkSince: now,
      linkDetail: 'no answer yet',
      answer: unknown('zookeeper', now, 'not asked yet'),
      heardAt: null,
    }
    this.hold = holdConnection(
      target,
      {
        onOpen: () => this.onOpen(),
        onFailure: (failure) => this.setFailure(failure),
        onBreak: (heldMs) => this.onBreak(heldMs),
      },
      { clock, connectLimitMs: 2_000, delaysMs: { first: 200, last: 4_000 } },
    )
  }

  /** Called when this member may have changed: reads it soon. */
  refresh(): void {
    if (this.isClosed) return
    if (this.isAsking) this.isWantedAgain = true
    else this.askIn(Math.max(0, this.askedAt + leastBetweenMs - this.clock.now()))
  }

  close(): void {
    this.isClosed = true
    this.cancelTimer()
    this.hold.close()
  }

  private onOpen(): void {
    if (this.facts.link === 'open') this.change({ heardAt: this.clock.now() }, false)
    const isDue = this.clock.now() - this.askedAt >= askEveryMs
    if (this.facts.link !== 'open' || isDue) this.refresh()
  }

  private onBreak(heldMs: number): void {
    if (heldMs < idleCloseMs) this.refresh()
  }

  private setFailure({ state, detail }: ConnectFailure): void {
    // A process that listens there later is another one.
    if (state === 'refused') this.habits = new MemberHabits()
    this.cancelTimer()
    this.setLink(state === 'broken' ? 'silent' : state, detail)
  }

  private setLink(link: Exclude<MemberFacts['link'], 'open'>, linkDetail: string): void {
    if (this.facts.link === link && this.facts.linkDetail === linkDetail) return
    const now = this.clock.now()
    const linkSince = this.facts.link === link ? this.facts.linkSince : now
    this.change({ link, linkSince, linkDetail, answer: unknown('zookeeper', now, linkDetail) })
  }

  private askIn(ms: number): void {
    this.cancelTimer()
    this.cancelTimer = this.clock.after(ms, () => void this.ask())
  }

  private async ask(): Promise<void> {
    if (this.isAsking || this.isClosed) return
    this.isAsking = true
    this.isWantedAgain = false
    this.askedAt = this.clock.now()
    const reading = await askMember(this.target, this.habits, this.clock, () => (this.requests += 1))
    this.isAsking = false
    if (this.isClosed) return
    this.take(reading)
    if (this.isWantedAgain) this.refresh()
  }

  private take(reading: MemberReading): void {
    switch (reading.kind) {
      case 'not-connected':
        this.setFailure(reading.failure)
        // The held connection detects when it is back; if that one is still open, only this request failed.
        if (this.hold.isOpen) this.askAgain()
        return
      case 'frozen':
        this.setLink('frozen', reading.detail)
        return this.askAgain()
      case 'mute':
      case 'odd':
        this.setOpen(reading.detail, unknown('zookeeper', this.clock.now(), reading.detail))
        return this.askIn(askEveryMs)
      case 'answer':
        this.setOpen(reading.detail, known('zookeeper', this.clock.now(), reading.answer, reading.answer.by))
        if (reading.answer.mode === 'no-quorum') return this.askAgain()
        this.asksInVain = 0
        return this.askIn(askEveryMs)
    }
  }

  private askAgain(): void {
    this.askIn(deriveBackoffMs(this.asksInVain++, askAgain))
  }

  private setOpen(linkDetail: string, answer: MemberFacts['answer']): void {
    const now = this.clock.now()
    const linkSince = this.facts.link === 'open' ? this.facts.linkSince : now
    this.change({ link: 'open', linkSince, linkDetail, answer, heardAt: now })
  }

  private change(part: Partial<AnonymousFacts>, mustNotify = true): void {
    this.facts = { ...this.facts, ...part }
    if (mustNotify) this.onChange()
  }
}
