import 'server-only'
import type { FactFeed } from './feed'

const recheckMs = 500
/** A starting process is not visible until its port opens, which takes a JVM many seconds, and nothing notifies of it. */
const startLookMs = 2_000

/**
 * Repeats `look` half a second later, once for any number of requests; and regularly while something is down that may start.
 * @param isDown called every two seconds
 */
export function createRecheck(look: () => void, isDown: () => boolean): FactFeed & { start(): void } {
  let timer: NodeJS.Timeout | null = null
  const starts = setInterval(() => isDown() && look(), startLookMs)
  starts.unref()
  return {
    start: () => void (timer ??= setTimeout(() => ((timer = null), look()), recheckMs)),
    close() {
      clearInterval(starts)
      if (timer) clearTimeout(timer)
    },
  }
}
