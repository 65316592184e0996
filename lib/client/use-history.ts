'use client'
import { apiPaths } from '@/lib/base/paths'
import { minuteMs } from '@/lib/base/durations'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import type { History } from '@/lib/model/history'
import { fetchJson } from './fetch-json'

/**
 * The recorded history of a cluster over the last `lengthMs`. It is fetched again now and then, and when another process observes; in
 * between, events are seen live.
 * @param initial what the server rendered, for its own length
 */
export function useHistory(clusterId: string, lengthMs: number, epoch: string, initial: { lengthMs: number; history: History }): History {
  const key: [string, string, number] = ['history', clusterId, lengthMs]
  const isRendered = initial.lengthMs === lengthMs
  const { data, mutate } = useSWR<History, Error>(key, fetchHistory, {
    fallbackData: isRendered ? initial.history : undefined,
    keepPreviousData: true,
    revalidateOnFocus: false,
    revalidateOnMount: !isRendered,
    refreshInterval: 5 * minuteMs,
  })
  const held = useRef(epoch)
  useEffect(() => {
    if (held.current === epoch) return
    held.current = epoch
    void mutate()
  }, [epoch, mutate])
  return data ?? initial.history
}

function fetchHistory([, clusterId, lengthMs]: [string, string, number]): Promise<History> {
  const from = new Date(Date.now() - lengthMs).toISOString()
  return fetchJson(`${apiPaths.ofCluster(clusterId, 'history')}?from=${from}&limit=1`)
}
