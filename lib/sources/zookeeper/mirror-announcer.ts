import 'server-only'
import type { MirrorChange, MirrorState, MirrorStatus } from './mirror-interface'
import type { MirrorNode } from './mirror-tree'

function toIso(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString()
}

/** Collects the changes of one turn of the event loop, keeps the mirror's status, and notifies the listener. */
export class Announcer {
  private readonly nodes: ReadonlyMap<string, MirrorNode>
  private readonly heardAt: () => number | null
  private readonly unansweredSince: () => number | null
  private readonly onChange: (change: MirrorChange) => void
  private paths = new Set<string>()
  private pending: NodeJS.Immediate | null = null
  private status: MirrorStatus = 'loading'
  private detail: string | undefined
  private since = new Date().toISOString()
  // While the mirror is complete, each byte of the server confirms it; afterwards the last byte before the loss.
  private confirmedUntil: number | null = null
  private whole = false

  constructor(
    nodes: ReadonlyMap<string, MirrorNode>,
    reported: { heardAt: () => number | null; unansweredSince: () => number | null },
    onChange: (change: MirrorChange) => void,
  ) {
    this.nodes = nodes
    this.heardAt = reported.heardAt
    this.unansweredSince = reported.unansweredSince
    this.onChange = onChange
  }

  get state(): MirrorState {
    const { status, since, detail, nodes } = this
    return {
      status,
      since,
      detail,
      nodes,
      unansweredSince: this.unansweredSince(),
      at: toIso(this.whole ? this.heardAt() : this.confirmedUntil),
    }
  }

  changed(paths: readonly string[]): void {
    for (const path of paths) this.paths.add(path)
    if (paths.length > 0) this.schedule()
  }

  confirmed(status: 'live' | 'missing' | 'denied' | 'too-large', detail?: string): void {
    this.whole = true
    this.set(status, detail)
  }

  lost(reason: string | undefined): void {
    if (this.whole) this.confirmedUntil = this.heardAt()
    this.whole = false
    this.set(this.confirmedUntil === null ? 'loading' : 'stale', reason)
  }

  /** Something could not be read, so the mirror is incomplete, whatever its status before. */
  incomplete(detail: string): void {
    this.lost(detail)
  }

  walkStarted(): void {
    if (this.status === 'missing' || this.status === 'denied') this.set('loading', undefined)
    else if (this.status === 'stale') this.set('stale', 'connected again, reading everything anew')
    else if (this.status === 'loading') this.set('loading', undefined)
  }

  close(): void {
    if (this.pending) clearImmediate(this.pending)
    this.pending = null
    this.schedule = () => undefined
  }

  private set(status: MirrorStatus, detail: string | undefined): void {
    if (status === this.status && detail === this.detail) return
    if (status !== this.status) this.since = new Date().toISOString()
    this.status = status
    this.detail = detail
    this.schedule()
  }

  private schedule = (): void => {
    this.pending ??= setImmediate(() => {
      this.pending = null
      const changed = this.paths
      this.paths = new Set()
      try {
        this.onChange({ changed, state: this.state })
      } catch (cause) {
        // Rethrown from here it would end the process.
        process.emitWarning(cause instanceof Error ? cause : String(cause))
      }
    })
  }
}
