/** Limits concurrency: at most `atOnce` holders; the others wait in the order of their calls. */
export interface Semaphore {
  /** Resolves when a place is free; each acquired place is released once. */
  acquire(): Promise<void>
  release(): void
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createSemaphore(atOnce: number): Semaphore {
  const waiting: (() => void)[] = []
  let taken = 0
  const semaphore: Semaphore = {
    async acquire() {
      if (taken >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
      else taken += 1
    },
    // The place is passed to the next waiter rather than freed, so that no newcomer overtakes it.
    release() {
      const next = waiting.shift()
      if (next) next()
      else taken -= 1
    },
    async run(work) {
      await semaphore.acquire()
      try {
        return await work()
      } finally {
        semaphore.release()
      }
    },
  }
  return semaphore
}
