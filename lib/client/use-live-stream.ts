'use client'
import useSWRSubscription from 'swr/subscription'
import { openLive } from './connection-store'
import type { LiveHandlers } from './live-connection'

/** SWR would hash all of it to see whether it changed; the reference is enough. */
const sameReference = { compare: (a: unknown, b: unknown) => a === b }

/**
 * The last message of a stream; undefined until there is one. All callers with the same address share one connection.
 * @param url null: none is opened
 */
export function useLiveStream<T>(
  url: string | null,
  follow: (publish: (value: T) => void) => LiveHandlers,
  open: typeof openLive = openLive,
): T | undefined {
  const { data } = useSWRSubscription<T, Error, string | null>(
    url,
    (key: string, { next }: { next: (error: Error | null, value?: T) => void }) =>
      open(
        key,
        follow((value) => next(null, value)),
      ),
    sameReference,
  )
  return data
}
