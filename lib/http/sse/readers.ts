import 'server-only'
import { processWide } from '@/lib/base/process-wide'
import type { SettingsTopic } from '@/lib/model/settings-topics'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { toFrame } from './frames'
import { gatherSettings } from './gather-settings'
import type { StreamReader } from './reader'

export const heartbeatMs = 15_000

/** Readers of all clusters' summaries are kept under this instead of a cluster's id; no id is empty. */
export const fleet = ''

interface Subscription {
  reader: StreamReader
  /** And notifications of changed settings: pages want them, readers of whole snapshots do not. */
  wantsBeats: boolean
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    readers?: Readers
  }
}

/** All SSE connections of this process; one for all bundles of the built app. */
export function getReaders(): Readers {
  processWide.readers ??= new Readers()
  return processWide.readers
}

/**
 * Sends all readers heartbeats, keep-alive comments and notifications of changed settings: one timer and one subscription each for any
 * number of readers, none without readers. A heartbeat is made once for all readers of a cluster.
 */
export class Readers {
  private readonly subscriptions = new Map<string, Set<Subscription>>()
  private stops: (() => void)[] = []
  private isClosed = false

  /** @param topic a cluster's id, or `fleet` */
  add(topic: string, reader: StreamReader, wantsBeats: boolean, console: UnderstudyConsole): void {
    if (this.isClosed) return reader.end()
    const subscription = { reader, wantsBeats }
    if (this.subscriptions.size === 0) this.start(console)
    this.subscriptions.set(topic, (this.subscriptions.get(topic) ?? new Set()).add(subscription))
    reader.onLeave(() => this.remove(topic, subscription))
  }

  count(topic: string): number {
    return this.subscriptions.get(topic)?.size ?? 0
  }

  /** Ends all connections and accepts no new ones: an open one would keep the server from closing. */
  close(): void {
    this.isClosed = true
    for (const topic of [...this.subscriptions.keys()]) this.end(topic)
  }

  private remove(topic: string, subscription: Subscription): void {
    const there = this.subscriptions.get(topic)
    there?.delete(subscription)
    if (there?.size === 0) this.subscriptions.delete(topic)
    if (this.subscriptions.size === 0) for (const stop of this.stops.splice(0)) stop()
  }

  private start(console: UnderstudyConsole): void {
    const timer = setInterval(() => this.heartbeat(), heartbeatMs)
    timer.unref()
    this.stops = [
      () => clearInterval(timer),
      console.onBeat(() => this.beat(console)),
      gatherSettings((topics) => this.notifySettings(topics)),
    ]
  }

  private all(): Subscription[] {
    return [...this.subscriptions.values()].flatMap((subscriptions) => [...subscriptions])
  }

  private heartbeat(): void {
    for (const { reader } of this.all()) {
      reader.outbox.putHeartbeat()
      reader.wake()
    }
  }

  private notifySettings(topics: readonly SettingsTopic[]): void {
    for (const { reader, wantsBeats } of this.all()) {
      if (!wantsBeats) continue
      reader.outbox.putSettings(topics)
      reader.wake()
    }
  }

  private beat(console: UnderstudyConsole): void {
    for (const [topic, subscriptions] of [...this.subscriptions]) {
      // Settings may drop a cluster: its readers would wait for ever.
      if (topic !== fleet && console.findSnapshot(topic) === null) this.end(topic)
      this.beatTopic(findBeatFrame(console, topic), subscriptions)
    }
  }

  private beatTopic(frame: Uint8Array | null, subscriptions: Set<Subscription>): void {
    if (frame === null) return
    for (const { reader, wantsBeats } of [...subscriptions]) {
      if (!wantsBeats) continue
      reader.outbox.putBeat(frame)
      reader.wake()
    }
  }

  private end(topic: string): void {
    for (const { reader } of [...(this.subscriptions.get(topic) ?? [])]) reader.end()
  }
}

/** null when there is nothing to send of this cluster yet. */
export function findBeatFrame(console: UnderstudyConsole, topic: string): Uint8Array | null {
  const beat = topic === fleet ? { now: new Date().toISOString(), epoch: console.epoch } : console.findBeat(topic)
  return beat === null ? null : toFrame('beat', JSON.stringify(beat))
}
