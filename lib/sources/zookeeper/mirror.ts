import 'server-only'
import type { ZooKeeperReadClient } from './client-interface'
import { ZooKeeperError, toZooKeeperError } from './errors'
import type { WatchEvent } from './messages/watch-event'
import { Announcer } from './mirror-announcer'
import type { Mirror, MirrorOptions, MirrorState } from './mirror-interface'
import { deniedProblem, readNode, type Content, type ReadOutcome } from './mirror-reader'
import { ReadQueue, type ReadPriority, type ReadJob, type Want } from './mirror-reads'
import { MirrorTree, toChildPath, type MirrorNode } from './mirror-tree'
import { checkPath } from './paths'
import { canAsk, type SessionState } from './session-state'

export type { Mirror, MirrorOptions } from './mirror-interface'

const startAgainAfterMs = 1000

const walkWant: Want = { data: true, children: 'if-any', walk: true, sync: false }

function isLeadership(path: string): boolean {
  return path === 'leader' || path.startsWith('leader/')
}

/**
 * The mirror's life: connected -> set the watch -> walk -> live; events are applied all the while, also during the walk;
 * disconnected -> stale; connected again -> from the start, because changes in between are not notified.
 */
class SubtreeMirror implements Mirror {
  private readonly client: ZooKeeperReadClient
  private readonly root: string
  private readonly maxBytesPerNode: number
  private readonly deniedRetryMs: number
  private readonly isPriority: (path: string) => boolean
  private readonly canWait: (path: string) => boolean
  private readonly tree: MirrorTree
  private readonly queue: ReadQueue
  private readonly announcer: Announcer
  private readonly endings: (() => void)[]
  private readonly oversized = new Set<string>()
  private recursive = true
  private watching = false
  private overflow: string | null = null
  private denied = false
  private incomplete: string | null = null
  private sessionId: string | null = null
  // Counts connections (and restarts on one), so that results of an earlier one are recognized.
  private attempt = 0
  private retry: NodeJS.Timeout | null = null
  private closed = false

  constructor(client: ZooKeeperReadClient, root: string, options: MirrorOptions) {
    checkPath(root)
    this.client = client
    this.root = root
    this.maxBytesPerNode = options.maxBytesPerNode ?? 1024 * 1024
    this.deniedRetryMs = options.deniedRetryMs ?? 60_000
    this.isPriority = options.priority ?? isLeadership
    this.canWait = options.canWait ?? (() => false)
    this.tree = new MirrorTree({ maxNodes: options.maxNodes ?? 200_000, maxTotalBytes: options.maxTotalBytes ?? 256 * 1024 * 1024 })
    this.queue = new ReadQueue(
      (job, done) => this.read(job, done),
      () => this.finishWalk(),
    )
    this.announcer = new Announcer(
      this.tree.nodes,
      { heardAt: () => client.lastHeardAt, unansweredSince: () => this.queue.unansweredSince },
      options.onChange,
    )
    this.endings = [client.onSession((state) => this.takeSession(state)), client.onWatch((event) => this.takeEvent(event))]
    this.takeSession(client.session)
  }

  get state(): MirrorState {
    return this.announcer.state
  }

  readAgain(path: string): Promise<MirrorNode | null> {
    return new Promise((resolve, reject) => {
      if (this.closed || !canAsk(this.client.session)) {
        return reject(new ZooKeeperError('not-connected', `'${path}' cannot be read again: ZooKeeper is not connected`, { path }))
      }
      const want: Want = { data: true, children: 'no', walk: false, sync: true }
      this.queue.ask(path, 0, want, { resolve: () => resolve(this.tree.nodes.get(path) ?? null), reject })
    })
  }

  close(): void {
    this.closed = true
    this.attempt++
    for (const end of this.endings) end()
    this.stopRetry()
    this.announcer.close()
    this.queue.clear(new ZooKeeperError('closed', 'the mirror was closed'))
  }

  private takeSession(state: SessionState): void {
    switch (state.state) {
      case 'connected':
      case 'read-only':
        return void this.start(state.sessionId)
      case 'connecting':
      case 'disconnected':
        return this.lose(state.reason ?? undefined)
      case 'closed':
        return this.lose('the ZooKeeper client was closed')
    }
  }

  private lose(reason: string | undefined): void {
    this.attempt++
    this.watching = false
    this.stopRetry()
    this.queue.clear(new ZooKeeperError('connection-lost', reason ?? 'not connected'))
    this.announcer.lost(reason)
  }

  private async start(sessionId: string): Promise<void> {
    const attempt = ++this.attempt
    this.stopRetry()
    this.queue.clear(new ZooKeeperError('connection-lost', 'the mirror starts over'))
    if (this.sessionId !== null && this.sessionId !== sessionId) this.tree.startNewHistory()
    this.sessionId = sessionId
    this.overflow = this.incomplete = null
    try {
      this.recursive = await this.setWatch()
    } catch {
      return this.startAgainLater(attempt, startAgainAfterMs)
    }
    if (attempt !== this.attempt) return
    this.watching = true
    this.walk()
  }

  /** False when the server is older than 3.6: then every node gets watches of its own. */
  private async setWatch(): Promise<boolean> {
    try {
      await this.client.addWatch(this.root, 'persistent-recursive', { retry: false })
      return true
    } catch (error) {
      if (ZooKeeperError.is(error) && error.code === 'unimplemented') return false
      throw error
    }
  }

  private walk(): void {
    this.denied = false
    this.announcer.walkStarted()
    this.queue.ask('', 1, this.toWalkWant())
  }

  private toWalkWant(): Want {
    return this.recursive ? walkWant : { ...walkWant, children: 'yes' }
  }

  private startAgainLater(attempt: number, ms: number): void {
    if (attempt !== this.attempt) return
    this.stopRetry()
    this.retry = setTimeout(() => {
      if (this.sessionId !== null) void this.start(this.sessionId)
    }, ms)
  }

  private stopRetry(): void {
    if (this.retry) clearTimeout(this.retry)
    this.retry = null
  }

  private takeEvent({ type, path: absolute }: WatchEvent): void {
    const path = this.toRelative(absolute)
    if (path === null || !this.watching) return
    const lane = this.isPriority(path) ? 0 : this.canWait(path) ? 2 : 1
    switch (type) {
      case 'deleted':
        return this.takeDeletion(path, lane)
      case 'created':
        if (path === '') return this.walk()
        return this.queue.ask(path, lane, { data: true, children: this.recursive ? 'no' : 'yes', walk: false, sync: false })
      case 'dataChanged':
        return this.queue.ask(path, lane, { data: true, children: 'no', walk: false, sync: false })
      case 'childrenChanged':
        if (this.recursive) return
        return this.queue.ask(path, lane, { data: false, children: 'yes', walk: false, sync: false })
    }
  }

  private takeDeletion(path: string, lane: ReadPriority): void {
    this.announcer.changed(this.tree.remove(path))
    if (this.recursive) this.queue.drop(path)
    this.queue.discard(path, lane, { data: true, children: this.recursive ? 'no' : 'yes', walk: false, sync: false })
    if (path === '') {
      this.walk()
      this.announcer.confirmed('missing', this.missing)
    } else if (this.overflow !== null && this.tree.hasSpareRoom && !this.retry) this.startAgainLater(this.attempt, 10 * startAgainAfterMs)
  }

  private read(job: ReadJob, done: (failure: ZooKeeperError | null) => void): void {
    if (this.isSuperfluous(job)) return done(null)
    const fail = (error: ZooKeeperError) => done(this.takeFailure(job, error))
    const task = {
      client: this.client,
      path: this.toAbsolute(job.path),
      want: job.want,
      watch: !this.recursive,
      maxBytes: this.maxBytesPerNode,
      knownLength: this.tree.nodes.get(job.path)?.stat.dataLength ?? -1,
      oversized: this.oversized.has(job.path),
    }
    readNode(task, {
      reject: fail,
      resolve: (outcome) => {
        if (job.cancelled || job.discard) return done(null)
        if (!outcome.found)
          return void this.applyMissing(job).then(
            () => done(null),
            (cause: unknown) => fail(toZooKeeperError(cause, 'protocol', `reading ${job.path}`)),
          )
        try {
          this.apply(job, outcome)
        } catch (cause) {
          // Rethrown from here it would end the connection for all its users.
          return fail(toZooKeeperError(cause, 'protocol', `reading ${job.path}`))
        }
        done(null)
      },
    })
  }

  // Once the mirror is full, the rest of a walk would be read only to be refused.
  private isSuperfluous({ path, want }: ReadJob): boolean {
    return this.overflow !== null && want.walk && !this.isPriority(path) && !this.tree.nodes.has(path)
  }

  private apply(job: ReadJob, { content, children }: Extract<ReadOutcome, { found: true }>): void {
    if (job.path === '' && content) this.denied = content.problem === deniedProblem
    if (content && !this.put(job.path, content)) return
    if (content && content.stat.numChildren > 0 && this.oversized.has(job.path))
      this.overflow = `too large: ${content.stat.numChildren} children of '${job.path}' do not fit one answer`
    if (children) this.applyChildren(job, children)
  }

  private async applyMissing(job: ReadJob): Promise<void> {
    this.announcer.changed(this.tree.remove(job.path))
    if (job.path !== '' || this.recursive) return
    // Without recursive watches only this one notifies when the root is created.
    const stat = await this.client.exists(this.root, { watch: true, retry: false })
    if (stat && !job.cancelled) this.queue.ask('', 1, this.toWalkWant())
  }

  private put(path: string, content: Content): boolean {
    const result = this.tree.put({ path, ...content }, this.isPriority(path))
    if (result === 'changed') this.announcer.changed([path])
    if (result === 'refused')
      this.overflow = `too large, not all of it is read: ${this.tree.nodes.size} nodes, ${this.tree.totalBytes} bytes of data are held`
    return result !== 'refused'
  }

  private applyChildren(job: ReadJob, names: readonly string[]): void {
    const present = new Set(names)
    for (const name of [...this.tree.childrenOf(job.path)]) {
      const path = toChildPath(job.path, name)
      // A child with a pending reading of its own is decided by that; this list may be older.
      if (!present.has(name) && !this.queue.has(path)) this.announcer.changed(this.tree.remove(path))
    }
    for (const name of present) {
      const path = toChildPath(job.path, name)
      if (job.want.walk) this.queue.ask(path, this.isPriority(path) ? 1 : 2, this.toWalkWant())
      else if (!this.tree.nodes.has(path))
        this.queue.ask(path, job.lane, { data: true, children: this.recursive ? 'no' : 'yes', walk: false, sync: false })
    }
  }

  /** Null: no failure has to be reported. */
  private takeFailure(job: ReadJob, error: ZooKeeperError): ZooKeeperError | null {
    if (error.code === 'frame-too-large') this.oversized.add(job.path)
    if (job.cancelled) return null
    if (error.code === 'request-timeout') {
      // The connection is still open: retry. If it were lost, the next one would start over anyway.
      this.queue.ask(job.path, job.lane, { ...job.want })
      return null
    }
    this.incomplete = error.message
    return error
  }

  private finishWalk(): void {
    if (this.queue.walking > 0 || !this.watching) return
    if (this.incomplete !== null) {
      this.announcer.incomplete(this.incomplete)
      if (!this.retry) this.startAgainLater(this.attempt, 10 * startAgainAfterMs)
    } else if (this.denied) {
      this.announcer.confirmed('denied', `No right to read ${this.root} in ZooKeeper: its ACL gives this program no access.`)
      if (!this.retry) this.startAgainLater(this.attempt, this.deniedRetryMs)
    } else if (!this.tree.nodes.has('')) this.announcer.confirmed('missing', `There is no ${this.root} in ZooKeeper.`)
    else if (this.overflow !== null) this.announcer.confirmed('too-large', `${this.root} is ${this.overflow}.`)
    else this.announcer.confirmed('live')
  }

  private get missing(): string {
    return `There is no ${this.root} in ZooKeeper.`
  }

  private toAbsolute(path: string): string {
    if (path === '') return this.root
    return this.root === '/' ? `/${path}` : `${this.root}/${path}`
  }

  private toRelative(absolute: string): string | null {
    if (absolute === this.root) return ''
    const below = this.root === '/' ? '/' : `${this.root}/`
    return absolute.startsWith(below) ? absolute.slice(below.length) : null
  }
}

/**
 * Keeps a copy of everything below `root` until closed, through lost connections and sessions, without polling.
 * Throws `bad-path` for an invalid root; every other failure is in `state`.
 */
export function mirrorSubtree(client: ZooKeeperReadClient, root: string, options: MirrorOptions): Mirror {
  return new SubtreeMirror(client, root, options)
}
