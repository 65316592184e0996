import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { ZooKeeperError, toZooKeeperError } from './errors'

/** Waits `ms`, or less: an abort ends it at once and leaves no timer behind. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

/** `work`, unless `ms` pass (`request-timeout` with `what`) or the signal fires (`aborted`) first. */
export function withLimit<T>(work: Promise<T>, ms: number, signal: AbortSignal, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      act()
    }
    const onAbort = () => settle(() => reject(new ZooKeeperError('aborted', `${what}: aborted`)))
    const timer = setTimeout(() => settle(() => reject(new ZooKeeperError('request-timeout', `${what}: nothing within ${ms} ms`))), ms)
    work.then(
      (value) => settle(() => resolve(value)),
      (cause) => settle(() => reject(toZooKeeperError(cause, 'connection-lost', what))),
    )
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
}
