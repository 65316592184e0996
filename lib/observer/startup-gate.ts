import 'server-only'
import { createListeners } from '@/lib/base/listeners'

/** Once the last tree is read, its files are still being checked and its page is rendered. */
const settleMsACluster = 10
/** A cluster without a first snapshot no longer delays the others after this. */
export const longestStartMs = 20_000

/** The start-up phase in which clusters are read for the first time; it is over when none has been read for the first time for a moment. */
export interface StartupGate {
  /** Begins a cluster's first reading. @returns ends it: the cluster has its first snapshot */
  begin(): () => void
  isOver(): boolean
  /** Called each time the phase ends; a cluster that is configured later begins it again. */
  onOver(listener: () => void): void
  /** Resolves when the phase is over, at once if it is, and after `longestMs` in any case. */
  whenOver(longestMs?: number): Promise<void>
}

/** Observing clusters matters more than examining their configuration or recording it: both wait for this phase. */
export function createStartupGate(): StartupGate {
  const listeners = createListeners<void>()
  const beginning = new Set<symbol>()
  let most = 0
  let settling: NodeJS.Timeout | null = null

  function end(one: symbol) {
    if (!beginning.delete(one) || beginning.size > 0) return
    settling = setTimeout(() => {
      settling = null
      most = 0
      listeners.emit()
    }, most * settleMsACluster).unref()
  }
  const isOver = () => beginning.size === 0 && settling === null
  return {
    isOver,
    onOver: (listener) => void listeners.add(listener),
    whenOver: (longestMs) =>
      new Promise((resolve) => {
        if (isOver()) return resolve()
        const once = () => {
          stop()
          clearTimeout(limit)
          resolve()
        }
        const limit = longestMs === undefined ? undefined : setTimeout(once, longestMs).unref()
        const stop = listeners.add(once)
      }),
    begin() {
      const one = Symbol()
      if (settling) clearTimeout(settling)
      settling = null
      beginning.add(one)
      most = Math.max(most, beginning.size)
      const limit = setTimeout(() => end(one), longestStartMs).unref()
      return () => {
        clearTimeout(limit)
        end(one)
      }
    },
  }
}
