'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import type { DrillList } from '@/lib/model/drills/drill-report'
import { fetchJson } from './fetch-json'

/** The API gives no more at once. */
const most = 200

/**
 * The drills of a cluster, newest first; fetched again when an operation begins or ends.
 * @param running id of the operation under way, from the snapshot
 */
export function useDrills(
  clusterId: string,
  running: string | null,
  initial?: DrillList,
): { list: DrillList | null; problem: string | null } {
  const { data, error, mutate } = useSWR<DrillList, Error>(`${apiPaths.ofCluster(clusterId, 'drills')}?limit=${most}`, fetchJson, {
    fallbackData: initial,
    revalidateOnFocus: false,
    revalidateOnMount: initial === undefined,
    keepPreviousData: true,
  })
  const seen = useRef(running)
  useEffect(() => {
    if (seen.current === running) return
    seen.current = running
    void mutate()
  }, [running, mutate])
  return { list: data ?? null, problem: error ? error.message : null }
}
