'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect, useState } from 'react'
import useSWR from 'swr'
import { isRunning, type OperationRecord } from '@/lib/model/operation'
import { browserWorld } from './connection-store'
import { fetchJson } from './fetch-json'
import { LiveConnection, type ConnectionState } from './live-connection'

/** Polling interval while the stream is down. */
const fallbackMs = 2_000

export interface WatchedOperation {
  operation: OperationRecord
  /** Whether the shown operation is current; an ended one never changes. */
  connection: ConnectionState | 'ended'
}

/**
 * One operation, by its id: streamed while it runs, found again after a reload or a lost connection.
 * @param initial as the server rendered it
 */
export function useOperation(initial: OperationRecord): WatchedOperation {
  const url = apiPaths.operation(initial.id)
  const [connection, setConnection] = useState<ConnectionState>('connecting')
  const { data = initial, mutate } = useSWR<OperationRecord, Error>(url, fetchJson, {
    revalidateOnFocus: false,
    revalidateOnMount: isRunning(initial),
    refreshInterval: (latest = initial) => (isRunning(latest) && connection !== 'live' ? fallbackMs : 0),
  })
  const running = isRunning(data)
  useEffect(() => {
    if (!running) return
    const take = (record: unknown) => {
      void mutate(record as OperationRecord, { revalidate: false })
      return 'fine' as const
    }
    const live = new LiveConnection(
      apiPaths.operationEvents(initial.id),
      { events: { operation: take }, onBeat: () => 'fine' },
      ({ state }) => state !== undefined && setConnection(state),
      browserWorld,
    )
    return () => live.close()
  }, [initial.id, running, mutate])
  return { operation: data, connection: running ? connection : 'ended' }
}
