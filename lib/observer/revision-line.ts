import 'server-only'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { createSnapshotDeriver, emptyMemory, type Memory } from '@/lib/model/derive-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { createListeners, type Listeners } from '@/lib/base/listeners'
import { publishRevision, type PublishedRevision } from './published'

const mostPastEvents = 2_000

export interface RevisionLine {
  readonly listeners: Listeners<PublishedRevision>
  newest(): PublishedRevision | null
  /** Whether the newest revision leaves jobs unchanged, so that one more has to catch up. */
  isBehind(): boolean
  /**
   * Derives a snapshot from the present facts; notifies the listeners when readers would see a difference.
   * @param keepsJobs leaves the jobs unchanged: with a thousand of them they take most of the time
   */
  advance(now: number, keepsJobs: boolean): PublishedRevision
  /** Events since the start of the process; the snapshot itself carries only the newest. */
  history(): Pick<ClusterSnapshot, 'events' | 'lanes' | 'verdicts'>
}

/** The revisions of one cluster in order, with their listeners. */
export function createRevisionLine(facts: ClusterFacts, epoch: string, onError: (error: unknown) => void): RevisionLine {
  const derive = createSnapshotDeriver(epoch)
  const listeners = createListeners<PublishedRevision>(onError)
  const past: ClusterSnapshot['events'] = []
  let memory: Memory = emptyMemory
  let newest: PublishedRevision | null = null
  let isBehind = false

  function remember({ events }: ClusterSnapshot) {
    const last = Number(past[0]?.id ?? 0)
    past.unshift(...events.filter((event) => Number(event.id) > last))
    past.length = Math.min(past.length, mostPastEvents)
  }
  return {
    listeners,
    newest: () => newest,
    isBehind: () => isBehind,
    advance(now, keepsJobs) {
      const before = newest?.snapshot ?? null
      const derived = derive(facts, memory, before, now, keepsJobs)
      memory = derived.memory
      isBehind = derived.isBehind
      if (!derived.isChanged && newest) return newest
      remember(derived.snapshot)
      newest = publishRevision(derived.snapshot, before)
      listeners.emit(newest)
      return newest
    },
    history: () => ({ events: past, lanes: memory.lanes, verdicts: memory.verdicts }),
  }
}
