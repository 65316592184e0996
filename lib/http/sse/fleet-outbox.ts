import 'server-only'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { toFrame } from './frames'
import { Outbox } from './outbox'

const frames = new WeakMap<readonly ClusterSummary[], Uint8Array>()

/** Rows of the Clusters page for one reader: the whole list first, then the newest of the rows that changed. */
export class FleetOutbox extends Outbox {
  private isListDue = true
  private rows: readonly ClusterSummary[] = []

  /** @param listFrame the whole list as it is at the moment of the call */
  constructor(private readonly listFrame: () => Uint8Array) {
    super()
  }

  putList(): void {
    this.isListDue = true
  }

  putRows(rows: readonly ClusterSummary[]): void {
    this.rows = this.rows.length === 0 ? rows : [...new Map([...this.rows, ...rows].map((row) => [row.id, row])).values()]
  }

  protected takeChanges(): Uint8Array | null {
    const { rows } = this
    this.rows = []
    if (this.isListDue) {
      this.isListDue = false
      return this.listFrame()
    }
    return rows.length === 0 ? null : toRowsFrame(rows)
  }
}

/** Made once for all readers that receive the same rows. */
function toRowsFrame(rows: readonly ClusterSummary[]): Uint8Array {
  const made = frames.get(rows) ?? toFrame('changed', JSON.stringify({ clusters: rows }))
  frames.set(rows, made)
  return made
}
