import 'server-only'
import { createListeners } from '@/lib/base/listeners'

/** Once the last tree is read, its files are still looked at and its page is drawn. */
const SETTLE_MS_A_CLUSTER = 10
/** A cluster whose first picture does not come holds up nobody any longer. */
export const LONGEST_START_MS = 20_000

/** The time in which clusters are read for the first time; it is over when nobody has been doing so for a moment. */
export interface FirstPictures {
  /** A cluster is read for the first time. @returns it has its picture */
  begin(): () => void
  isOver(): boolean
  /** Called each time it is over; a cluster that is configured later begins anew. */
  onOver(listener: () => void): void
  /** Resolves when it is over, at once if it is, and after `longestMs` in any case. */
  whenOver(longestMs?: number): Promise<void>
}

/** What clusters do is worth more than what can be said of their configuration or written down: that waits for this. */
export function createFirstPictures(): FirstPictures {
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
    }, most * SETTLE_MS_A_CLUSTER).unref()
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
      const limit = setTimeout(() => end(one), LONGEST_START_MS).unref()
      return () => {
        clearTimeout(limit)
        end(one)
      }
    },
  }
}
