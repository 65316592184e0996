import 'server-only'
import type { FactFeed } from './feed'

const DOUBT_MS = 500
const START_LOOK_MS = 2_000

/** Looks again half a second later, once however often it is asked to. */
export function createDoubt(look: () => void): FactFeed & { start(): void } {
  let timer: NodeJS.Timeout | null = null
  return {
    start: () => void (timer ??= setTimeout(() => ((timer = null), look()), DOUBT_MS)),
    close: () => void (timer && clearTimeout(timer)),
  }
}

/** A process that starts tells nobody until its port opens, which takes a JVM many seconds: nothing of it can be watched. */
export function startStartWatch(isDown: () => boolean, look: () => void): FactFeed {
  const timer = setInterval(() => isDown() && look(), START_LOOK_MS)
  timer.unref()
  return { close: () => clearInterval(timer) }
}
