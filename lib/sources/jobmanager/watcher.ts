import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { JobManagerFacts, OwnConfig } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import type { ConnectFailure } from '@/lib/network/connect-failure'
import { holdConnection, type HeldConnection } from '@/lib/network/hold-connection'
import { FactsHolder } from './facts-holder'
import { RestHeartbeat, type HeartbeatOutcome } from './heartbeat'
import { LeaderData } from './leader-data'
import { LeaderTerm } from './leader-term'
import { LogWatch } from './log-watch'
import { readOwnConfig } from './own-config'
import { createRequestBudget, type RequestBudget } from './pace'
import { createRestClient, type RestClient, type RestTarget } from './rest-client'
import { RestError } from './rest-error'
import { findSecondProcess, ownConfigLimits } from './second-process'
import { Serving } from './serving'
import { nextPortState, type PortEvent, type PortState } from './port-state'
import type { JobManagerWatch, RefreshReason, WatchedMaster, JobManagerWatchOptions } from './watched-master'

const connectLimitMs = 2_000
const reconnectMs = { first: 100, last: 2_000 }
const leaderData = { limitMs: 5_000, maxBytes: 8 * 1024 * 1024 }
/** A pending request for leader data is no sign of a frozen process yet; a `/config` request beside it decides. */
const patienceMs = 500

type Options = JobManagerWatchOptions & { clock: Clock }

/**
 * One JobManager: a held TCP connection that detects its exit, a heartbeat that detects its freezing, and its answers.
 * Requests are made one at a time, within the rate limit; the log has a connection of its own.
 *
 * Link opens → `/config` at once → its own configuration and log → then every two seconds `/config`, or the leader's data
 * while that may be asked. Link breaks → everything under way is dropped, reconnecting starts at once. Which states there are,
 * and what leads from one to the other: port-state.ts.
 */
export class JobManagerWatcher implements JobManagerWatch {
  requests = 0
  private readonly holder: FactsHolder
  private readonly pace: RequestBudget
  private readonly leader: LeaderData
  private readonly term: LeaderTerm
  private readonly heartbeat: RestHeartbeat
  private readonly local: RestClient
  private readonly forLeader: RestClient
  private readonly link: HeldConnection
  private readonly log: LogWatch
  private readonly serving: Serving
  private readonly target: RestTarget
  private state: PortState = 'connecting'
  /** Ended with all under way on it when the link breaks. */
  private flight = new AbortController()
  /** Under way in this flight. */
  private asking: 'own' | 'leader' | null = null
  /** Its own configuration; withheld: before 1.8 a standby redirects, and tells nothing of itself while its link lasts. */
  private own: 'wanted' | 'asked' | 'withheld' = 'wanted'
  private flinkVersion: string | null = null
  /** That several processes answer on this port: nothing that is seen is of one of them. null: not known. */
  private severalProcesses: string | null = null
  private cancelTimer = (): void => {}

  constructor(
    master: WatchedMaster,
    private readonly options: Options,
  ) {
    const { clock, tls } = options
    const target = { host: master.host, port: master.port, tls }
    this.target = target
    this.holder = new FactsHolder(master.master, clock, options.onChange)
    this.pace = createRequestBudget(clock)
    this.leader = new LeaderData(this.holder, clock)
    this.term = new LeaderTerm({
      ...{ holder: this.holder, leader: this.leader, pace: this.pace, clock },
      mayAsk: () => this.state !== 'closed' && options.askLeaderData(),
      findFlinkVersion: () => this.flinkVersion,
    })
    this.serving = new Serving(this.holder, clock)
    this.log = new LogWatch(target, clock, { onRequest: () => (this.requests += 1), onRead: (sessions) => this.onLogRead(sessions) })
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
      { clock, connectLimitMs, delaysMs: reconnectMs, tls },
    )
  }

  get facts(): JobManagerFacts {
    return this.holder.facts
  }

  refresh(reason: RefreshReason): void {
    if (this.state === 'closed') return
    const leads = this.term.mayAsk()
    if (reason === 'term-changed') this.serving.forgetTerm()
    if (reason === 'term-changed' && leads) this.term.start('the term changed: asked anew')
    if (reason === 'session-changed') this.log.want()
    if (reason !== 'tree-changed' && this.own !== 'withheld') this.own = 'wanted'
    if (reason === 'tree-changed' && leads) this.pace.hasten()
    this.schedule()
  }

  close(): void {
    this.go('closed')
    this.dropFlight()
    this.link.close()
    this.local.close()
    this.forLeader.close()
  }

  private go(event: PortEvent): void {
    this.state = nextPortState(this.state, event)
  }

  private onOpen(): void {
    const before = this.state
    this.go('opened')
    this.own = 'wanted'
    this.log.want()
    if (before === 'gone') this.forgetOldProcess()
    this.pace.started()
    void this.heartbeat.ask(this.flight.signal)
  }

  /** Nothing listened in between, so the process that answers now is another one. */
  private forgetOldProcess(): void {
    this.severalProcesses = null
    this.serving.forgetProcess()
    const started = unknown('jobManagers', this.options.clock.now(), 'a new process listens here; not read yet')
    this.holder.setOwn(started)
    this.holder.setSessions(started)
    this.leader.reset('a new process listens here', null)
  }

  private onFailure({ state, detail }: ConnectFailure): void {
    if (state === 'refused') this.go('refused')
    // A connection that ends while it is being made: something accepts for a port nobody serves any more.
    this.holder.setLink(state === 'broken' ? 'odd' : state, detail)
  }

  /** The next attempt, which is already under way, reports the new state. */
  private onBreak(heldMs: number, { detail }: ConnectFailure): void {
    this.dropFlight()
    this.go('lost')
    if (heldMs < 1_000) this.holder.setLink('odd', `${detail}, at once after accepting it`)
    else if (this.holder.facts.link.state === 'open') this.holder.setLink('connecting', `${detail}: connecting anew`)
  }

  private dropFlight(): void {
    this.cancelTimer()
    this.flight.abort()
    this.flight = new AbortController()
    this.asking = null
  }

  private onHeartbeat({ link, detail, latencyMs, canAskMore, flinkVersion, redirectsTo }: HeartbeatOutcome): void {
    if (this.state === 'closed') return
    this.serving.notify(link !== 'open' ? null : canAskMore ? 'leader' : 'no-leader')
    if (link === 'silent') return this.startOver(detail)
    if (latencyMs !== null) this.holder.heard(latencyMs)
    if (link === 'open' && this.severalProcesses !== null) this.holder.setLink('odd', this.severalProcesses)
    else this.holder.setLink(link, detail)
    // It saw no leader and does now: its ZooKeeper session may be another one.
    if (canAskMore && this.state === 'leaderless') this.log.want()
    this.go(canAskMore ? 'answered' : link === 'open' ? 'sees-no-leader' : 'unanswered')
    if (flinkVersion !== null) this.flinkVersion = flinkVersion
    if (redirectsTo !== null) this.explainRedirect(detail)
    if (canAskMore) this.readLogIfWanted()
    this.schedule()
  }

  private startOver(detail: string): void {
    this.dropFlight()
    this.go('lost')
    this.holder.setLink('silent', detail)
    this.link.restart()
  }

  private explainRedirect(detail: string): void {
    this.own = 'withheld'
    this.log.spare()
    const reason = unknown('jobManagers', this.options.clock.now(), `${detail}; it reports nothing about itself`)
    this.holder.setOwn(reason)
    this.holder.setSessions(reason)
  }

  private schedule(): void {
    this.cancelTimer()
    if (this.state === 'closed' || this.asking || this.heartbeat.isAsking) return
    const isReady = this.state === 'ready'
    // Asked before the pace is: whoever begins to lead is followed faster.
    if (isReady) this.term.mayAsk()
    const wait = isReady && this.own === 'wanted' ? 0 : Math.max(0, this.pace.nextAt() - this.options.clock.now())
    this.cancelTimer = this.options.clock.after(wait, () => void this.tick())
  }

  private async tick(): Promise<void> {
    if (this.state === 'closed' || this.asking || !this.link.isOpen || this.heartbeat.isAsking) return
    const { signal } = this.flight
    this.pace.started()
    if (this.state !== 'ready') return this.heartbeat.ask(signal)
    this.readLogIfWanted()
    this.asking = this.own === 'wanted' ? 'own' : 'leader'
    if (this.asking === 'own') await this.askOwn(signal)
    else if (this.term.mayAsk()) await this.askLeader(signal)
    else {
      this.asking = null
      return this.heartbeat.ask(signal)
    }
    if (signal.aborted) return
    this.asking = null
    this.schedule()
  }

  private async askOwn(signal: AbortSignal): Promise<void> {
    this.own = 'asked'
    const { clock } = this.options
    try {
      this.requests += 1
      const answer = await this.local.get('/jobmanager/config', { ...ownConfigLimits, signal })
      this.holder.heard()
      const reading = readOwnConfig(answer, this.flinkVersion)
      if (answer.status === 503) this.wantOwnLater()
      this.holder.setOwn(
        reading.ok
          ? known('jobManagers', clock.now(), reading.value, '/jobmanager/config')
          : unknown('jobManagers', clock.now(), reading.reason),
      )
      if (reading.ok) await this.lookForSecond(reading.value, signal)
    } catch (error) {
      if (signal.aborted) return
      this.own = 'wanted'
      this.onRequestFailed(error, (reason) => this.holder.setOwn(unknown('jobManagers', clock.now(), reason)))
    }
  }

  private async lookForSecond(config: OwnConfig, signal: AbortSignal): Promise<void> {
    this.requests += 1
    const found = await findSecondProcess(this.target, this.options.clock, { client: this.local, config }, signal)
    if (found === null || signal.aborted) return
    this.severalProcesses = found
    this.holder.setLink('odd', found)
  }

  private wantOwnLater(): void {
    this.own = 'wanted'
    this.go('doubted')
  }

  private async askLeader(signal: AbortSignal): Promise<void> {
    const request = this.leader.next(this.pace.isRecovering)
    const right = this.term.watchRight(signal)
    const cancelPatience = this.options.clock.after(patienceMs, () => void this.heartbeat.ask(signal))
    try {
      this.requests += 1
      const answer = await this.forLeader.get(request.path, { ...leaderData, signal: right.signal })
      this.holder.heard()
      this.leader.apply(request, answer)
      this.serving.answeredAsLeader(answer.status)
      if (answer.status === 503) this.go('doubted')
      this.term.endRecoveryIfDone()
    } catch (error) {
      if (!right.signal.aborted) this.onRequestFailed(error, (reason) => this.leader.fail(request, reason))
    } finally {
      cancelPatience()
      right.release()
    }
  }

  private onRequestFailed(error: unknown, note: (reason: string) => void): void {
    if (!RestError.is(error)) throw error
    note(error.message)
    // The heartbeat decides what the failure says of the process.
    this.go('doubted')
  }

  private readLogIfWanted(): void {
    if (this.own !== 'withheld') this.log.readIfWanted(this.flight.signal)
  }

  private onLogRead(sessions: JobManagerFacts['sessions']): void {
    this.holder.setSessions(sessions)
    this.schedule()
  }
}
