import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StartupGate } from './startup-gate'

/** After each run it rests for this many times the run's cost: observing clusters comes first. */
const restForCost = 4
const leastRestMs = 5

export interface DoctorSemaphore {
  /** Runs in its turn; a function that already waits is not queued twice. @returns cancels the request */
  ask(look: () => void | Promise<void>): () => void
}

/**
 * One run at a time for all doctors of this process, with rests in between, and none while first snapshots are derived. A run that
 * spans several turns of the event loop is awaited; a failed one does not affect the others.
 */
export function createDoctorSemaphore(
  start: StartupGate,
  onError: (error: unknown) => void,
  clock: () => number = () => performance.now(),
): DoctorSemaphore {
  const waiting = new Set<() => void | Promise<void>>()
  let isRunning = false

  async function run() {
    if (isRunning || !start.isOver()) return
    isRunning = true
    for (let look = first(waiting); look && start.isOver(); look = first(waiting)) {
      waiting.delete(look)
      const startedAt = clock()
      try {
        await look()
      } catch (error) {
        onError(error)
      }
      await sleep(Math.max(leastRestMs, (clock() - startedAt) * restForCost), undefined, { ref: false })
    }
    isRunning = false
  }
  start.onOver(() => void run())
  return {
    ask(look) {
      waiting.add(look)
      void run()
      return () => void waiting.delete(look)
    },
  }
}

function first<T>(all: ReadonlySet<T>): T | undefined {
  return all.values().next().value
}
