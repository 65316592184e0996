import { setTimeout as sleep } from 'node:timers/promises'
/** A turn takes 5 ms; what is longer is the machine's. */
const MOST_A_TURN_MS = 15

/**
 * Waits for something that is observed; throws with `what` after `limitMs` of this process' own time: what a busy machine
 * keeps from it says nothing about what is observed.
 */
export async function until(what: string, isTrue: () => boolean, limitMs = 5_000): Promise<void> {
  let ownMs = 0
  let turnedAt = performance.now()
  while (!isTrue()) {
    if (ownMs > limitMs) throw new Error(`not within ${limitMs} ms: ${what}`)
    await sleep(5)
    ownMs += Math.min(performance.now() - turnedAt, MOST_A_TURN_MS)
    turnedAt = performance.now()
  }
}
