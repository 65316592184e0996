import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { ZooKeeperError, type ZooKeeperErrorCode } from '@/lib/sources/zookeeper/errors'

/** No answer came, or none that shows whether the request was carried out. */
const unanswered: ReadonlySet<ZooKeeperErrorCode> = new Set([
  'connection-lost',
  'request-timeout',
  'session-expired',
  'session-moved',
  'closed',
  'aborted',
  'protocol',
  'frame-too-large',
  'runtime-inconsistency',
  'marshalling',
  'server-error',
])
/** The request never left this program. */
const unsent: ReadonlySet<ZooKeeperErrorCode> = new Set(['not-connected', 'overloaded'])

/** Whether a request may have been carried out although it failed: its outcome is not known before it is read. */
export function isUnanswered(error: unknown): error is ZooKeeperError {
  return ZooKeeperError.is(error) && unanswered.has(error.code)
}

/** Whether a retry, a moment later, may bring an answer. */
export function canAskAgain(error: unknown): error is ZooKeeperError {
  return ZooKeeperError.is(error) && (unanswered.has(error.code) || unsent.has(error.code))
}

export const askAgainMs = 200

/** For reading after a doubt: retries until an answer comes, or the time is over. @throws ZooKeeperError the last one */
export async function askUntilAnswered<T>(
  ask: () => Promise<T>,
  { untilAt, signal, onFailure }: { untilAt: number; signal?: AbortSignal; onFailure?(error: ZooKeeperError): void },
): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      signal?.throwIfAborted()
      if (!canAskAgain(error) || Date.now() >= untilAt) throw error
      onFailure?.(error)
      await sleep(askAgainMs)
    }
  }
}
