import 'server-only'
import type { Logger } from 'pino'
import { toMessage } from '@/lib/base/errors'
import type { Journal } from '@/lib/journal/dialect'
import { holdsLease, releaseLease, tryLease } from '@/lib/journal/leases'
import { readHead } from '@/lib/status/store/head'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { toPublicCluster, type PublicCluster } from '@/lib/status/model/public-cluster'
import { applyDeclaration } from './apply-declaration'
import { readMemory, type PublisherMemory } from './memory'
import { isPulse, toBatch, writeBatch } from './write-changes'

const lease = 'status-publisher'
const leaseMs = 5_000
const pulseMs = 1_000

type Observed = Pick<UnderstudyConsole, 'findSnapshot' | 'subscribe' | 'subscribeFleet' | 'declaration'>

export interface PublisherOptions {
  console: Observed
  journal: () => Promise<Journal>
  /** Names this process among replicas. */
  holder: string
  log: Logger
  /** Data was written; readers in this process need not wait for their own poll. */
  onWritten: () => void
  /** Called once per pulse while this process publishes. */
  onPulse: (journal: Journal, memory: PublisherMemory) => void
}

/**
 * Turns observations into public state, and writes it: a change in the same turn of the event loop in which it was seen, a pulse each
 * second. Of several replicas, the one with the lease does so. It observes nothing itself and changes nothing outside.
 */
export class StatusPublisher {
  private memory: PublisherMemory | null = null
  private readonly stops = new Map<string, () => void>()
  private timer: NodeJS.Timeout | null = null
  private running: Promise<void> = Promise.resolve()
  private isQueued = false
  private isClosed = false
  private problem: string | null = null

  constructor(private readonly options: PublisherOptions) {
    this.stops.set(
      '',
      options.console.subscribeFleet((summary) => summary === null && this.resubscribe()),
    )
    this.queue(true)
  }

  async close(): Promise<void> {
    this.isClosed = true
    if (this.timer) clearTimeout(this.timer)
    for (const stop of this.stops.values()) stop()
    await this.running
    if (this.memory)
      await this.options
        .journal()
        .then((journal) => releaseLease(journal, lease, this.options.holder))
        .catch(() => undefined)
  }

  /** One run after the other; a change seen during a run is taken by the next run. */
  private queue(isPulseDue: boolean): void {
    if (this.isClosed || (this.isQueued && !isPulseDue)) return
    this.isQueued = true
    this.running = this.running.then(() => {
      this.isQueued = false
      return this.isClosed ? undefined : this.run(isPulseDue)
    })
  }

  private async run(isPulseDue: boolean): Promise<void> {
    try {
      const journal = await this.options.journal()
      if (isPulseDue) await this.lookAround(journal)
      if (this.memory) await this.write(journal, this.memory, isPulseDue)
      if (this.memory && isPulseDue) this.options.onPulse(journal, this.memory)
      this.problem = null
    } catch (error) {
      this.memory = null
      this.notify(error)
    }
    if (!isPulseDue || this.isClosed) return
    this.timer = setTimeout(() => this.queue(true), pulseMs)
    this.timer.unref()
  }

  /** Once a second: checks whether it still has the lease and whether another process wrote. */
  private async lookAround(journal: Journal): Promise<void> {
    if (!(await tryLease(journal, lease, this.options.holder, leaseMs))) {
      this.memory = null
      return
    }
    const isCurrent = this.memory !== null && (await readHead(journal)).version === this.memory.version
    if (this.memory === null || !isCurrent) this.memory = await readMemory(journal, this.memory, Date.now())
    const isDeclared = await applyDeclaration(
      journal,
      { lease, holder: this.options.holder },
      this.options.console.declaration(),
      this.memory.pages,
    )
    if (isDeclared) this.memory = await readMemory(journal, this.memory, Date.now())
    if (isDeclared || !isCurrent) this.resubscribe()
  }

  private async write(journal: Journal, memory: PublisherMemory, isPulseDue: boolean): Promise<void> {
    const now = Date.now()
    const batch = toBatch(memory, this.takeClusters(memory, now), now)
    if (isPulse(batch) && !isPulseDue) return
    const clusters = await journal.db.transaction().execute(async (writer) => {
      const isHolder = await holdsLease({ db: writer, dialect: journal.dialect }, lease, this.options.holder)
      return isHolder ? writeBatch(writer, memory, batch, now) : null
    })
    this.memory = clusters && { ...memory, clusters, version: memory.version + (isPulse(batch) ? 0 : 1) }
    // A maintenance update that was written is remembered at once: a snapshot before the next pulse must not write it again.
    if (this.memory !== null && batch.hasTransitions) this.memory = await readMemory(journal, this.memory, now)
    if (clusters) this.options.onWritten()
  }

  private takeClusters({ clusters }: PublisherMemory, now: number): Map<string, PublicCluster> {
    const observed = new Map<string, PublicCluster>()
    for (const id of clusters.keys()) {
      const revision = this.options.console.findSnapshot(id)
      observed.set(id, revision ? toPublicCluster(revision.snapshot, now) : unobserved)
    }
    return observed
  }

  /** Most revisions are about checkpoints: the public state stays the same, and nothing runs. */
  private isChange(id: string, snapshot: ClusterSnapshot): boolean {
    const known = this.memory?.clusters.get(id)
    return known !== undefined && JSON.stringify(known.cluster) !== JSON.stringify(toPublicCluster(snapshot, Date.now()))
  }

  private resubscribe(): void {
    const wanted = new Set(this.memory?.clusters.keys() ?? [])
    for (const [id, stop] of this.stops) {
      if (id === '') continue
      stop()
      this.stops.delete(id)
    }
    for (const id of wanted) {
      const stop = this.options.console.subscribe(id, ({ snapshot }) => this.isChange(id, snapshot) && this.queue(false))
      if (stop) this.stops.set(id, stop)
    }
  }

  private notify(error: unknown): void {
    const text = toMessage(error)
    if (text !== this.problem)
      this.options.log.error(
        { err: error },
        'Status pages are not kept up to date: what they are made from cannot be written. They say themselves how old they are.',
      )
    this.problem = text
  }
}

/** A cluster that this console does not observe (any more). */
const unobserved: PublicCluster = {
  state: 'unknown',
  standbys: null,
  spare: null,
  leaderlessSince: null,
  ledSince: null,
  isWorking: null,
  expectedBetween: null,
  phases: [],
}
