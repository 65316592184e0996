import 'server-only'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { FleetOutbox } from './fleet-outbox'
import { toFrame } from './frames'
import { gatherRows } from './gather-rows'
import type { StreamReader } from './reader'

const feeds = new WeakMap<UnderstudyConsole, FleetFeed>()

export function getFleetFeed(console: UnderstudyConsole): FleetFeed {
  const feed = feeds.get(console) ?? new FleetFeed(console)
  feeds.set(console, feed)
  return feed
}

/**
 * One subscription for all readers of the list, so that the whole list is serialized once when the set of clusters changes and not once per
 * reader.
 */
export class FleetFeed {
  private readonly readers = new Set<StreamReader<FleetOutbox>>()
  private frame: Uint8Array | null = null
  private stop: (() => void) | null = null

  constructor(private readonly console: UnderstudyConsole) {}

  add(reader: StreamReader<FleetOutbox>): void {
    this.stop ??= this.follow()
    this.readers.add(reader)
    reader.onLeave(() => this.remove(reader))
  }

  /** The list as it is now. */
  readonly listFrame = (): Uint8Array => {
    if (this.frame === null) {
      this.frame = toFrame('clusters', JSON.stringify({ clusters: this.console.clusters() }))
      // Kept for the readers served in this turn of the event loop; times in it may change without a notification.
      setImmediate(() => (this.frame = null))
    }
    return this.frame
  }

  private follow(): () => void {
    const rows = gatherRows((changed) => this.notify((outbox) => outbox.putRows(changed)))
    const stop = this.console.subscribeFleet((summary) => {
      this.frame = null
      if (summary !== null) return rows.put(summary)
      rows.forget()
      this.notify((outbox) => outbox.putList())
    })
    return () => {
      stop()
      rows.close()
    }
  }

  private notify(put: (outbox: FleetOutbox) => void): void {
    for (const { outbox } of this.readers) put(outbox)
    for (const one of [...this.readers]) one.wake()
  }

  private remove(reader: StreamReader<FleetOutbox>): void {
    this.readers.delete(reader)
    if (this.readers.size > 0) return
    this.stop?.()
    this.stop = null
  }
}
