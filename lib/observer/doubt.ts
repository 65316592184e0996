import 'server-only'
import type { FactFeed } from './feed'

const DOUBT_MS = 500
/** A process that starts tells nobody until its port opens, which takes a JVM many seconds: nothing of it can be watched. */
const START_LOOK_MS = 2_000

/**
 * Looks again half a second later, once however often it is asked to; and by itself while something is down that may start.
 * @param isDown asked every two seconds
 */
export function createDoubt(look: () => void, isDown: () => boolean): FactFeed & { start(): void } {
  let timer: NodeJS.Timeout | null = null
  const starts = setInterval(() => isDown() && look(), START_LOOK_MS)
  starts.unref()
  return {
    start: () => void (timer ??= setTimeout(() => ((timer = null), look()), DOUBT_MS)),
    close() {
      clearInterval(starts)
      if (timer) clearTimeout(timer)
    },
  }
}
