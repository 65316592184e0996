import { setTimeout as sleep } from 'node:timers/promises'
/** A check takes 5 ms; the rest of a longer turn is other load on the machine. */
const mostATurnMs = 15

/**
 * Waits for an observed condition; throws with `what` after `limitMs` of this process' own time: delays by a busy
 * machine do not count. The limit is for what hangs: how fast something is, `npm run bench` measures.
 */
export async function until(what: string, isTrue: () => boolean, limitMs = 60_000): Promise<void> {
  let ownMs = 0
  let turnedAt = performance.now()
  while (!isTrue()) {
    if (ownMs > limitMs) throw new Error(`not within ${limitMs} ms: ${what}`)
    await sleep(5)
    ownMs += Math.min(performance.now() - turnedAt, mostATurnMs)
    turnedAt = performance.now()
  }
}
