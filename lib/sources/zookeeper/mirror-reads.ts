import 'server-only'
import { Fifo } from './fifo'

/** 0: urgent (a change of leadership); 1: other changes; 2: the bulk of a walk, and changes that can wait. */
export type ReadPriority = 0 | 1 | 2

export interface Want {
  data: boolean
  /** `if-any`: when the data's stat counts some */
  children: 'no' | 'if-any' | 'yes'
  /** part of a walk: its children are all read too, and the walk waits for it */
  walk: boolean
  /** first sync the member with the leader */
  sync: boolean
}

interface Waiter {
  resolve(): void
  reject(error: unknown): void
}

interface Round extends Want {
  lane: ReadPriority
  waiters: Waiter[]
}

/** One path that is being read, or waits for it. */
export interface ReadJob {
  readonly path: string
  readonly want: Want
  readonly lane: ReadPriority
  /** The pending answer may be from before the node was deleted: it is discarded. */
  discard: boolean
  /** The queue was cleared meanwhile: the answer belongs to an earlier connection. */
  cancelled: boolean
}

interface Job extends ReadJob {
  /** Epoch ms. */
  readonly askedAt: number
  want: Round
  lane: ReadPriority
  out: boolean
  next: Round | null
}

/** Makes one reading and calls `done` exactly once, maybe at once. */
export type RunReading = (job: ReadJob, done: (failure: Error | null) => void) => void

const maxOut: Readonly<Record<ReadPriority, number>> = { 0: 200, 1: 180, 2: 100 }
const childOrder = ['no', 'if-any', 'yes'] as const

function merge(into: Round, want: Want, lane: ReadPriority): void {
  into.data ||= want.data
  into.walk ||= want.walk
  into.sync ||= want.sync
  if (childOrder.indexOf(want.children) > childOrder.indexOf(into.children)) into.children = want.children
  if (lane < into.lane) into.lane = lane
}

/**
 * Which paths to read next. At most one reading per path is under way; requests made meanwhile cause one more
 * reading afterwards, however many they are, so the last change is never missed and a burst costs two readings.
 */
export class ReadQueue {
  /** needed by a walk and not answered yet; 0 means the walk is complete */
  walking = 0
  private readonly run: RunReading
  private readonly onSettled: () => void
  private readonly jobs = new Map<string, Job>()
  private readonly lanes: Readonly<Record<ReadPriority, Fifo<Job>>> = { 0: new Fifo(), 1: new Fifo(), 2: new Fifo() }
  private out = 0
  private readonly full = new Set<ReadPriority>()
  private isPumping = false
  private isPumpWanted = false

  /** `onSettled` is called after each reading, when `walking` and the queue are up to date. */
  constructor(run: RunReading, onSettled: () => void) {
    this.run = run
    this.onSettled = onSettled
  }

  /** Epoch ms since when a request other than one that can wait is pending; null: none is. */
  get unansweredSince(): number | null {
    for (const job of this.jobs.values()) if (job.lane < 2) return job.askedAt
    return null
  }

  has(path: string): boolean {
    return this.jobs.has(path)
  }

  ask(path: string, lane: ReadPriority, want: Want, waiter?: Waiter): void {
    const job = this.jobs.get(path)
    if (!job) this.add(path, lane, this.toRound(lane, want, waiter))
    else if (job.out) this.askAfter(job, lane, want, waiter)
    else this.askBefore(job, lane, want, waiter)
    this.pump()
  }

  /** The node was deleted: a pending answer may be older, so read again after it. */
  discard(path: string, lane: ReadPriority, want: Want): void {
    const job = this.jobs.get(path)
    if (!job?.out) return
    job.discard = true
    this.ask(path, lane, want)
  }

  /**
   * The node was deleted, and a watch notifies if it is created again: a reading of it that was not sent yet is useless.
   * Without this a stream of short-lived nodes, faster than they can be read, would make the queue ever longer.
   */
  drop(path: string): void {
    const job = this.jobs.get(path)
    if (!job || job.out || job.want.walk || job.want.waiters.length > 0) return
    job.cancelled = true
    this.jobs.delete(path)
  }

  /** Drops everything; pending answers are ignored. */
  clear(error: unknown): void {
    const jobs = [...this.jobs.values()]
    this.jobs.clear()
    for (const lane of [0, 1, 2] as const) this.lanes[lane].takeAll()
    this.out = this.walking = 0
    this.full.clear()
    for (const job of jobs) {
      job.cancelled = true
      for (const waiter of [...job.want.waiters, ...(job.next?.waiters ?? [])]) waiter.reject(error)
    }
  }

  private toRound(lane: ReadPriority, want: Want, waiter: Waiter | undefined): Round {
    if (want.walk) this.walking++
    return { ...want, lane, waiters: waiter ? [waiter] : [] }
  }

  private add(path: string, lane: ReadPriority, want: Round): void {
    const job: Job = { path, askedAt: Date.now(), lane, want, out: false, next: null, discard: false, cancelled: false }
    this.jobs.set(path, job)
    this.lanes[lane].push(job)
  }

  private askBefore(job: Job, lane: ReadPriority, want: Want, waiter: Waiter | undefined): void {
    if (want.walk && !job.want.walk) this.walking++
    merge(job.want, want, lane)
    if (waiter) job.want.waiters.push(waiter)
    if (lane >= job.lane) return
    // It stays in the slower queue too, where it is skipped once it was read.
    job.lane = lane
    this.lanes[lane].push(job)
  }

  private askAfter(job: Job, lane: ReadPriority, want: Want, waiter: Waiter | undefined): void {
    if (!job.next) job.next = this.toRound(lane, want, waiter)
    else {
      if (want.walk && !job.next.walk) this.walking++
      merge(job.next, want, lane)
      if (waiter) job.next.waiters.push(waiter)
    }
  }

  /** A reading may end at once and start the next from within: a loop, because a long queue would overflow the stack. */
  private pump(): void {
    this.isPumpWanted = true
    if (this.isPumping) return
    this.isPumping = true
    while (this.isPumpWanted) {
      this.isPumpWanted = false
      for (const lane of [0, 1, 2] as const) this.startFrom(lane)
    }
    this.isPumping = false
  }

  /** A full lane continues when half of it is answered: many requests in one write, instead of one per answer. */
  private startFrom(lane: ReadPriority): void {
    if (this.full.has(lane) && this.out > maxOut[lane] / 2) return
    this.full.delete(lane)
    while (true) {
      if (this.out >= maxOut[lane]) return void (lane > 0 && this.lanes[lane].length > 0 && this.full.add(lane))
      const job = this.lanes[lane].shift()
      if (!job) return
      if (!job.out && !job.cancelled && job.lane === lane && this.jobs.get(job.path) === job) this.start(job)
    }
  }

  private start(job: Job): void {
    job.out = true
    this.out++
    this.run(job, (failure) => this.finish(job, failure))
  }

  private finish(job: Job, failure: Error | null): void {
    if (job.cancelled) return
    this.out--
    if (job.want.walk) this.walking--
    this.jobs.delete(job.path)
    if (job.next) this.add(job.path, job.next.lane, job.next)
    for (const waiter of job.want.waiters) {
      if (failure) waiter.reject(failure)
      else waiter.resolve()
    }
    this.pump()
    this.onSettled()
  }
}
