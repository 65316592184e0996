import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { JobManagerFacts } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import type { ConnectFailure } from '@/lib/network/connect-failure'
import { holdConnection, type HeldConnection } from '@/lib/network/hold-connection'
import { FactsHolder } from './facts-holder'
import { RestHeartbeat, type HeartbeatOutcome } from './heartbeat'
import { LeaderData } from './leader-data'
import { readOwnConfig } from './own-config'
import { readOwnLog } from './own-log'
import { createRequestBudget, type RequestBudget } from './pace'
import { createRestClient, type RestClient } from './rest-client'
import { RestError } from './rest-error'
import type { JobManagerWatch, RefreshReason, WatchedMaster, JobManagerWatchOptions } from './watched-master'

const CONNECT_LIMIT_MS = 2_000
const RECONNECT_MS = { first: 100, last: 2_000 }
const OWN_CONFIG = { limitMs: 3_000, maxBytes: 1024 * 1024 }
const LEADER_DATA = { limitMs: 5_000, maxBytes: 8 * 1024 * 1024 }
/** A pending request for leader data is no sign of a frozen process yet; a `/config` request beside it decides. */
const PATIENCE_MS = 500
const LEAST_BETWEEN_LOGS_MS = 5_000
const LOG_RETRY_MS = 120_000
/** A starting leader may answer 503 for this long; after that it serves no leader's data. */
const MOST_LEADERLESS_MS = 2_000
/** How often the permission to request leader data is checked while an answer is pending. */
const RIGHT_CHECK_MS = 50
/** A leader without any job is believed after this long. */
const EMPTY_IS_SETTLED_MS = 5_000

type Options = JobManagerWatchOptions & { clock: Clock }

/**
 * One JobManager: a held TCP connection that detects its exit, a heartbeat that detects its freezing, and its answers.
 * Requests are made one at a time, within the rate limit; the log has a connection of its own.
 *
 * Link opens → `/config` at once → its own configuration and log → then every two seconds `/config`, or the leader's data
 * while that is permitted. Link breaks → everything under way is dropped, reconnecting starts at once.
 */
export class JobManagerWatcher implements JobManagerWatch {
  requests = 0
  private readonly holder: FactsHolder
  private readonly pace: RequestBudget
  private readonly leader: LeaderData
  private readonly heartbeat: RestHeartbeat
  private readonly local: RestClient
  private readonly forLeader: RestClient
  private readonly link: HeldConnection
  private flight = new AbortController()
  private isClosed = false
  private isBusy = false
  /** Whether its local paths answer: false until `/config` showed it. */
  private canAskMore = false
  private wantsOwn = true
  private redirects = false
  private seesNoLeader = false
  /** Since when it answers 503, epoch ms; null: it does not. */
  private leaderlessSince: number | null = null
  /** False from the start of a new process on its port until that served once: leader data from before is not its own. */
  private hasServed = true
  /** Its last answer to a request for leader data was that it serves none. */
  private refusesData = false
  private wasGone = false
  private wantsLog = true
  private isReadingLog = false
  private logReadAt = -Infinity
  private hasLogFailed = false
  private wasAskingLeader = false
  private recoveryStartedAt = 0
  private flinkVersion: string | null = null
  private cancelTimer = (): void => {}

  constructor(
    private readonly master: WatchedMaster,
    private readonly options: Options,
  ) {
    const { clock, tls } = options
    const target = { host: master.host, port: master.port, tls }
    this.holder = new FactsHolder(master.master, clock, options.onChange)
    this.pace = createRequestBudget(clock)
    this.leader = new LeaderData(this.holder, clock)
    this.local = createRestClient(target, clock)
    this.forLeader = createRestClient(target, clock)
    this.heartbeat = new RestHeartbeat(
      target,
      this.local,
      clock,
      (outcome) => this.onHeartbeat(outcome),
      () => (this.requests += 1),
    )
    this.link = holdConnection(
      target,
      {
        onOpen: () => this.onOpen(),
        onFailure: (failure) => this.onFailure(failure),
        onBreak: (heldMs, failure) => this.onBreak(heldMs, failure),
      },
      { clock, connectLimitMs: CONNECT_LIMIT_MS, delaysMs: RECONNECT_MS, tls },
    )
  }

  get facts(): JobManagerFacts {
    return this.holder.facts
  }

  refresh(reason: RefreshReason): void {
    if (this.isClosed) return
    const leads = this.mayAskLeader()
    if (reason === 'term-changed') this.refusesData = false
    if (reason === 'term-changed' && leads) this.startRecovery('the term changed: asked anew')
    if (reason === 'session-changed') this.wantsLog = true
    if (reason !== 'tree-changed' && !this.redirects) this.wantsOwn = true
    if (reason === 'tree-changed' && leads) this.pace.hasten()
    this.schedule()
  }

  close(): void {
    this.isClosed = true
    this.dropFlight()
    this.link.close()
    this.local.close()
    this.forLeader.close()
  }

  private onOpen(): void {
    this.canAskMore = false
    this.wantsOwn = true
    this.wantsLog = true
    this.redirects = false
    if (this.wasGone) this.forgetOldProcess()
    this.pace.started()
    void this.heartbeat.ask(this.flight.signal)
  }

  /** Nothing listened in between, so the process that answers now is another one. */
  private forgetOldProcess(): void {
    this.wasGone = false
    this.refusesData = false
    this.noteServing(true)
    this.hasServed = false
    const started = unknown('jobManagers', this.options.clock.now(), 'a new process listens here; not read yet')
    this.holder.setOwn(started)
    this.holder.setSessions(started)
    this.leader.reset('a new process listens here', null)
  }

  private onFailure({ state, detail }: ConnectFailure): void {
    if (state === 'refused') this.wasGone = true
    // The connection ended while it was being made: something accepts for a port that no process serves any more.
    this.holder.setLink(state === 'broken' ? 'odd' : state, detail)
  }

  /** The next attempt, which is already under way, reports the new state. */
  private onBreak(heldMs: number, { detail }: ConnectFailure): void {
    this.dropFlight()
    this.canAskMore = false
    if (heldMs < 1_000) this.holder.setLink('odd', `${detail}, at once after accepting it`)
    else if (this.holder.facts.link.state === 'open') this.holder.setLink('connecting', `${detail}: connecting anew`)
  }

  private dropFlight(): void {
    this.cancelTimer()
    this.flight.abort()
    this.flight = new AbortController()
    this.isBusy = false
  }

  private onHeartbeat(outcome: HeartbeatOutcome): void {
    if (this.isClosed) return
    this.holder.setServing(outcome.link === 'open' ? outcome.canAskMore && !this.refusesData : null)
    if (outcome.link === 'silent') {
      this.dropFlight()
      this.holder.setLink('silent', outcome.detail)
      return this.link.restart()
    }
    if (outcome.latencyMs !== null) this.holder.heard(outcome.latencyMs)
    // Before the link is set: a restarted process is never shown as the leader's, not even for a moment.
    if (outcome.link === 'open') this.noteServing(outcome.canAskMore && !this.refusesData)
    this.holder.setLink(outcome.link, outcome.detail)
    // It saw no leader and does now: its ZooKeeper session may be a new one.
    if (outcome.canAskMore && this.seesNoLeader) this.wantsLog = true
    this.seesNoLeader = outcome.link === 'open' && !outcome.canAskMore
    this.canAskMore = outcome.canAskMore
    if (outcome.flinkVersion !== null) this.flinkVersion = outcome.flinkVersion
    if (outcome.redirectsTo !== null) this.explainRedirect(outcome.detail)
    if (outcome.canAskMore) this.readLogIfWanted()
    this.schedule()
  }

  /** A standby that sees a leader serves; a leader has to answer itself. One that never served is given no time. */
  private noteServing(isServing: boolean): void {
    const now = this.options.clock.now()
    this.leaderlessSince = isServing ? null : (this.leaderlessSince ?? now)
    if (isServing) this.hasServed = true
    const isLong = this.leaderlessSince !== null && (!this.hasServed || now - this.leaderlessSince > MOST_LEADERLESS_MS)
    this.holder.setLeaderlessSince(isLong ? this.leaderlessSince : null)
  }

  private explainRedirect(detail: string): void {
    this.redirects = true
    this.wantsOwn = false
    this.wantsLog = false
    const reason = unknown('jobManagers', this.options.clock.now(), `${detail}; it tells nothing of itself`)
    this.holder.setOwn(reason)
    this.holder.setSessions(reason)
  }

  private schedule(): void {
    this.cancelTimer()
    if (this.isClosed || this.isBusy || this.heartbeat.isAsking) return
    // Before the rate limit: a new leader is followed faster.
    if (this.canAskMore) this.mayAskLeader()
    const wait = this.canAskMore && this.wantsOwn ? 0 : Math.max(0, this.pace.nextAt() - this.options.clock.now())
    this.cancelTimer = this.options.clock.after(wait, () => void this.tick())
  }

  private async tick(): Promise<void> {
    if (this.isClosed || this.isBusy || !this.link.isOpen || this.heartbeat.isAsking) return
    const { signal } = this.flight
    this.pace.started()
    if (!this.canAskMore) return this.heartbeat.ask(signal)
    this.readLogIfWanted()
    this.isBusy = true
    if (this.wantsOwn) await this.askOwn(signal)
    else if (this.mayAskLeader()) await this.askLeader(signal)
    else {
      this.isBusy = false
      return this.heartbeat.ask(signal)
    }
    if (signal.aborted) return
    this.isBusy = false
    this.schedule()
  }

  private async askOwn(signal: AbortSignal): Promise<void> {
    this.wantsOwn = false
    const { clock } = this.options
    try {
      this.requests += 1
      const answer = await this.local.get('/jobmanager/config', { ...OWN_CONFIG, signal })
      this.holder.heard()
      const reading = readOwnConfig(answer, this.flinkVersion)
      if (answer.status === 503) this.waitForLeader()
      this.holder.setOwn(
        reading.ok
          ? known('jobManagers', clock.now(), reading.value, '/jobmanager/config')
          : unknown('jobManagers', clock.now(), reading.reason),
      )
    } catch (error) {
      if (signal.aborted) return
      this.wantsOwn = true
      this.onRequestFailed(error, (reason) => this.holder.setOwn(unknown('jobManagers', clock.now(), reason)))
    }
  }

  private waitForLeader(): void {
    this.wantsOwn = true
    this.canAskMore = false
  }

  private mayAskLeader(): boolean {
    const may = !this.isClosed && this.options.askLeaderData()
    if (may && !this.wasAskingLeader) this.startRecovery('it leads since a moment: asked anew')
    if (!may) this.pace.recovered()
    this.wasAskingLeader = may
    return may
  }

  private startRecovery(reason: string): void {
    this.leader.reset(reason, this.flinkVersion)
    this.recoveryStartedAt = this.options.clock.now()
    this.pace.followRecovery()
  }

  private async askLeader(signal: AbortSignal): Promise<void> {
    const request = this.leader.next(this.pace.isRecovering)
    const right = this.watchRight(signal)
    const cancelPatience = this.options.clock.after(PATIENCE_MS, () => void this.heartbeat.ask(signal))
    try {
      this.requests += 1
      const answer = await this.forLeader.get(request.path, { ...LEADER_DATA, signal: right.signal })
      this.holder.heard()
      this.leader.apply(request, answer)
      this.refusesData = answer.status >= 500
      this.noteServing(!this.refusesData)
      if (answer.status === 503) this.canAskMore = false
      this.endRecoveryIfDone()
    } catch (error) {
      if (!right.signal.aborted) this.onRequestFailed(error, (reason) => this.leader.fail(request, reason))
    } finally {
      cancelPatience()
      right.release()
    }
  }

  /** Aborted as soon as this master is not the proven leader any more, or the link broke. */
  private watchRight(flight: AbortSignal): { signal: AbortSignal; release(): void } {
    const own = new AbortController()
    let cancel = (): void => {}
    const check = (): void => {
      if (!this.mayAskLeader()) return own.abort()
      cancel = this.options.clock.after(RIGHT_CHECK_MS, check)
    }
    cancel = this.options.clock.after(RIGHT_CHECK_MS, check)
    return { signal: AbortSignal.any([flight, own.signal]), release: () => cancel() }
  }

  private endRecoveryIfDone(): void {
    const { unsettled } = this.leader
    if (!this.pace.isRecovering || unsettled === null || unsettled > 0) return
    const { jobs } = this.holder.facts
    const isEmpty = jobs.known && jobs.value.length === 0
    if (!isEmpty || this.options.clock.now() - this.recoveryStartedAt >= EMPTY_IS_SETTLED_MS) this.pace.recovered()
  }

  private onRequestFailed(error: unknown, note: (reason: string) => void): void {
    if (!RestError.is(error)) throw error
    note(error.message)
    // The heartbeat decides what the failure means for the process.
    this.canAskMore = false
  }

  private readLogIfWanted(): void {
    const { clock } = this.options
    const age = clock.now() - this.logReadAt
    const isWanted = this.wantsLog || (this.hasLogFailed && age >= LOG_RETRY_MS)
    if (!isWanted || this.isReadingLog || this.isClosed || this.redirects || age < LEAST_BETWEEN_LOGS_MS) return
    this.wantsLog = false
    this.isReadingLog = true
    this.logReadAt = clock.now()
    this.requests += 1
    const { signal } = this.flight
    void readOwnLog({ host: this.master.host, port: this.master.port, tls: this.options.tls }, clock, signal).then((sessions) => {
      this.isReadingLog = false
      if (signal.aborted || this.isClosed) return
      this.hasLogFailed = !sessions.known
      this.holder.setSessions(sessions)
      this.schedule()
    })
  }
}
