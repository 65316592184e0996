import { createListeners } from '@/lib/base/listeners'
import { serverLeadMs } from './connection-store'

/**
 * The clock all ages on a page are counted from: the server's, with one timer per tab, so that a page changes once a second and not once
 * per figure.
 */
export interface Ticker {
  subscribe(listener: () => void): () => void
  /** The server's time at the last tick, epoch ms; the same until the next, as React demands of a store. */
  now(): number
}

export function makeTicker(everyMs: number): Ticker {
  const listeners = createListeners<void>()
  let timer: number | null = null
  let at = 0

  function tick(): void {
    at = Date.now() + serverLeadMs()
    listeners.emit()
  }

  return {
    now() {
      if (timer === null || at === 0) at = roundTo(Date.now() + serverLeadMs(), everyMs)
      return at
    },
    subscribe(listener) {
      const stop = listeners.add(listener)
      if (timer === null) {
        tick()
        timer = window.setInterval(tick, everyMs)
      }
      return () => {
        stop()
        if (listeners.size > 0 || timer === null) return
        window.clearInterval(timer)
        timer = null
      }
    },
  }
}

/** Between subscriptions the value must not move from one render to the next. */
function roundTo(ms: number, step: number): number {
  return Math.floor(ms / step) * step
}

export const secondTicker = makeTicker(1_000)
/** Only for the clock of a takeover under way. */
export const fastTicker = makeTicker(100)
