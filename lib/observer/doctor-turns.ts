import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FirstPictures } from './first-pictures'

/** After each look it rests for so many times what the look cost: what clusters do is read first. */
const REST_FOR_COST = 4
const LEAST_REST_MS = 5

export interface DoctorTurns {
  /** Runs when it is its turn; nothing is asked for twice while it waits. @returns takes the wish back */
  ask(look: () => void | Promise<void>): () => void
}

/**
 * One look at a time for all doctors of this process, with rests between them, and none while first pictures are made. A look that
 * takes turns of the event loop is waited for; one that fails ends no other one's turn.
 */
export function createDoctorTurns(
  start: FirstPictures,
  onError: (error: unknown) => void,
  clock: () => number = () => performance.now(),
): DoctorTurns {
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
      await sleep(Math.max(LEAST_REST_MS, (clock() - startedAt) * REST_FOR_COST), undefined, { ref: false })
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
