import 'server-only'
import type { ClusterSummary } from '@/lib/model/snapshot'
import { toFrame } from './frames'
import { Outbox } from './outbox'

const summaryFrames = new WeakMap<ClusterSummary, Uint8Array>()

/** Rows of the Clusters page for one reader: the whole list first, then the newest of each row that changed. */
export class FleetOutbox extends Outbox {
  private isListDue = true
  private readonly changed = new Map<string, ClusterSummary>()

  /** @param listFrame the whole list as it is at the moment of the call */
  constructor(private readonly listFrame: () => Uint8Array) {
    super()
  }

  /** @param summary null: the set of clusters changed */
  put(summary: ClusterSummary | null): void {
    if (summary === null) this.isListDue = true
    else this.changed.set(summary.id, summary)
  }

  protected takeNews(): Uint8Array | null {
    if (this.isListDue) {
      this.isListDue = false
      this.changed.clear()
      return this.listFrame()
    }
    const [first] = this.changed.values()
    if (first === undefined) return null
    this.changed.delete(first.id)
    return toSummaryFrame(first)
  }
}

function toSummaryFrame(summary: ClusterSummary): Uint8Array {
  const made = summaryFrames.get(summary) ?? toFrame('cluster', JSON.stringify(summary))
  summaryFrames.set(summary, made)
  return made
}
