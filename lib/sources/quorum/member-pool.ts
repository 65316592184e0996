import 'server-only'
import { createListeners, type Listeners } from '@/lib/base/listeners'
import { systemClock, type Clock } from '@/lib/base/clock'
import type { MemberFacts } from '@/lib/model/facts'
import { MemberWatcher, type MemberTarget } from './member-watcher'

export interface WatchedMember extends MemberTarget {
  /** N of `server.N`; null where the configuration has none. */
  id: string | null
}

export interface MemberWatch {
  readonly facts: MemberFacts
  /** Called when this member may have changed (a lost session, a revoked leader): reads it soon, once per second at most. */
  refresh(): void
  close(): void
}

export interface MemberPool {
  /** One watch per address, however many clusters of this console name it. */
  watch(member: WatchedMember, onChange: (facts: MemberFacts) => void): MemberWatch
  /** Four-letter words and AdminServer requests made so far, of all members. */
  readonly requests: number
  close(): void
}

interface Entry {
  watcher: MemberWatcher
  listeners: Listeners<void>
}

/** All ZooKeeper servers of this console, each watched once as long as a cluster needs it. */
export function createMemberPool(clock: Clock = systemClock): MemberPool {
  const entries = new Map<string, Entry>()
  let requestsOfClosed = 0

  function open(target: MemberTarget, key: string): Entry {
    const listeners = createListeners<void>()
    const watcher = new MemberWatcher(target, clock, () => listeners.emit())
    const entry = { watcher, listeners }
    entries.set(key, entry)
    return entry
  }
  function shut(key: string, { watcher }: Entry): void {
    requestsOfClosed += watcher.requests
    watcher.close()
    entries.delete(key)
  }
  return {
    watch({ id, ...target }, onChange) {
      const key = `${target.host.toLowerCase()}:${target.port}:${target.adminPort ?? ''}`
      const entry = entries.get(key) ?? open(target, key)
      const toFacts = (): MemberFacts => ({ ...entry.watcher.facts, id })
      const stop = entry.listeners.add(() => onChange(toFacts()))
      return {
        get facts() {
          return toFacts()
        },
        refresh: () => entry.watcher.refresh(),
        close() {
          stop()
          if (entry.listeners.size === 0 && entries.get(key) === entry) shut(key, entry)
        },
      }
    },
    get requests() {
      return [...entries.values()].reduce((sum, { watcher }) => sum + watcher.requests, requestsOfClosed)
    },
    close() {
      for (const [key, entry] of entries) shut(key, entry)
    },
  }
}
