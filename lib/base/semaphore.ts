/** So many at a time; the others wait in the order in which they came. */
export interface Semaphore {
  /** Resolves when a place is free; each one that was acquired is released once. */
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
    // A place is handed on rather than freed, so that nothing overtakes what waits.
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
