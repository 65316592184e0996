/**
 * Work in units, each of bounded size: yields between them, and returns their common result. The caller decides whether the
 * event loop gets a turn in between.
 */
export type Units<Result> = Generator<void, Result, void>

/** Runs all units at once: for programs with nothing else to do, and for tests. */
export function finishUnits<Result>(units: Units<Result>): Result {
  for (;;) {
    const { done, value } = units.next()
    if (done) return value
  }
}

/** Ms of work in one turn of the event loop: a normal configuration is read in one, and no two hostile units share one. */
const turnMs = 5

/**
 * Gives the event loop a turn after each unit that ends later than `turnMs` after the last turn, the last unit included.
 * @param turn resolves in a later turn of the event loop
 */
export async function finishUnitsInTurns<Result>(
  units: Units<Result>,
  turn: () => Promise<unknown>,
  clock: () => number = () => performance.now(),
): Promise<Result> {
  for (let began = clock(); ;) {
    const { done, value } = units.next()
    if (clock() - began >= turnMs) {
      await turn()
      began = clock()
    }
    if (done) return value
  }
}
