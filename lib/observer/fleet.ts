import 'server-only'
import { compareSummaries, toSummary } from '@/lib/model/summarize'
import type { ClusterSummary } from '@/lib/model/snapshot'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { ClusterObserver } from './cluster-observer'
import { createListeners } from '@/lib/base/listeners'
import type { PublishedRevision } from './published'

const beatMs = 1_000

export interface Fleet {
  /** Starts observers of new clusters, ends those of removed ones, restarts those with changed settings; the rest continue untouched. */
  take(clusters: readonly ClusterSettings[]): void
  find(id: string): ClusterObserver | null
  summaries(): ClusterSummary[]
  subscribe(listener: (summary: ClusterSummary | null) => void): () => void
  /** The revisions of one cluster, whichever observer publishes them: a restarted one continues. @returns stop; null: no such cluster */
  follow(id: string, listener: (revision: PublishedRevision) => void): (() => void) | null
  onBeat(listener: () => void): () => void
  /** Notifies that the list itself may have changed: readers request all of it. */
  notifyAll(): void
  all(): ClusterObserver[]
  close(): void
}

interface Follower {
  id: string
  listener: (revision: PublishedRevision) => void
  stop: () => void
}

/** All observers of this process. */
export function createFleet(observe: (cluster: ClusterSettings) => ClusterObserver, onError: (error: unknown) => void): Fleet {
  const observers = new Map<string, { key: string; observer: ClusterObserver; stop: () => void }>()
  const readers = createListeners<ClusterSummary | null>(onError)
  const beats = createListeners<void>(onError)
  const followers = new Set<Follower>()
  const timer = setInterval(() => beats.emit(), beatMs)
  timer.unref()

  function start(cluster: ClusterSettings) {
    const observer = observe(cluster)
    let last = ''
    const stop = observer.subscribe(({ snapshot }) => {
      if (readers.size === 0) return
      const summary = toSummary(snapshot)
      const key = JSON.stringify({ ...summary, asOf: null, revision: null })
      if (key === last) return
      last = key
      readers.emit(summary)
    })
    observers.set(cluster.id, { key: JSON.stringify(cluster), observer, stop })
    for (const follower of followers) if (follower.id === cluster.id) follower.stop = observer.subscribe(follower.listener)
  }
  function end(id: string) {
    const entry = observers.get(id)
    entry?.stop()
    for (const follower of followers) if (follower.id === id) follower.stop()
    entry?.observer.close()
    observers.delete(id)
  }
  return {
    take(clusters) {
      const wanted = new Map(clusters.map((cluster) => [cluster.id, JSON.stringify(cluster)]))
      for (const [id, { key }] of observers) if (wanted.get(id) !== key) end(id)
      for (const cluster of clusters) if (!observers.has(cluster.id)) start(cluster)
    },
    find: (id) => observers.get(id)?.observer ?? null,
    summaries: () => [...observers.values()].map(({ observer }) => observer.summary()).sort(compareSummaries),
    subscribe: (listener) => readers.add(listener),
    follow(id, listener) {
      const entry = observers.get(id)
      if (!entry) return null
      const follower: Follower = { id, listener, stop: entry.observer.subscribe(listener) }
      followers.add(follower)
      return () => {
        followers.delete(follower)
        follower.stop()
      }
    },
    onBeat: (listener) => beats.add(() => listener()),
    notifyAll: () => readers.emit(null),
    all: () => [...observers.values()].map(({ observer }) => observer),
    close() {
      clearInterval(timer)
      for (const id of [...observers.keys()]) end(id)
    },
  }
}
