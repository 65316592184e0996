/** So many at a time; the others wait in the order in which they came. */
export interface Semaphore {
  /** Resolves when it is one's turn; whoever took it gives it back. */
  take(): Promise<void>
  give(): void
  run<T>(work: () => Promise<T>): Promise<T>
  countWaiting(): number
}

export function createSemaphore(atOnce: number): Semaphore {
  const waiting: (() => void)[] = []
  let taken = 0
  const turns: Semaphore = {
    async take() {
      if (taken >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
      else taken += 1
    },
    // A place is handed on rather than freed, so that nobody overtakes the one that waits.
    give() {
      const next = waiting.shift()
      if (next) next()
      else taken -= 1
    },
    async run(work) {
      await turns.take()
      try {
        return await work()
      } finally {
        turns.give()
      }
    },
    countWaiting: () => waiting.length,
  }
  return turns
}
