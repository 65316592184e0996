import { setTimeout as delay } from 'node:timers/promises'
import { LabError } from '@/e2e/lab/errors'

export interface WaitOptions {
  /** Milliseconds until it gives up. */
  within: number
  /** Milliseconds between probes; default 100. */
  every?: number
  /** Added to the sentence when the deadline passes: what was seen instead. */
  seen?: () => string | Promise<string>
  signal?: AbortSignal
}

/**
 * Probes again and again until the probe returns a result (not null, undefined or false), and returns that. A probe that throws counts as
 * "not yet"; its last error is the cause of the LabError at the deadline.
 */
export async function waitUntil<T>(
  what: string,
  options: WaitOptions,
  probe: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + options.within
  let cause: unknown
  for (;;) {
    options.signal?.throwIfAborted()
    try {
      const found = await probe()
      if (found !== null && found !== undefined && found !== false) return found as NonNullable<Exclude<T, false>>
    } catch (error) {
      cause = error
    }
    if (Date.now() >= deadline) break
    await delay(options.every ?? 100, undefined, { signal: options.signal })
  }
  const seen = options.seen ? ` ${await options.seen()}` : ''
  throw new LabError('deadline', `Not within ${options.within / 1000} s: ${what}.${seen}`, { cause })
}
