import 'server-only'

export interface Throttle {
  /** Runs once `restMs` have passed since the last run: at once after a quiet time, else at the earliest requested time. */
  runAfter(restMs: number): void
  stop(): void
}

/** For notifications that are sent at once when they are rare and together when they are not. */
export function createThrottle(run: () => void, clock: () => number = () => performance.now()): Throttle {
  let ranAt = -Infinity
  let timer: { at: number; handle: NodeJS.Timeout } | null = null

  function stop() {
    if (timer) clearTimeout(timer.handle)
    timer = null
  }
  function runNow() {
    stop()
    ranAt = clock()
    run()
  }
  return {
    runAfter(restMs) {
      const at = ranAt + restMs
      const wait = at - clock()
      if (wait <= 0) return runNow()
      if (timer && timer.at <= at) return
      stop()
      timer = { at, handle: setTimeout(runNow, wait).unref() }
    },
    stop,
  }
}
