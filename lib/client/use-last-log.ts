'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR from 'swr'
import type { LastLog } from '@/lib/model/last-log'
import { fetchJson } from './fetch-json'

/**
 * The last lines that a JobManager wrote whose process is gone; read from its host, so only once for each exit and when it is asked again.
 * @param endedAt tells one exit from the next
 */
export function useLastLog(
  clusterId: string,
  master: string,
  endedAt: string | null,
): { log: LastLog | null; problem: string | null; isReading: boolean; readAgain: () => void } {
  const { data, error, isValidating, mutate } = useSWR<LastLog, Error, [string, string | null]>(
    [`${apiPaths.ofCluster(clusterId, 'last-log')}?master=${encodeURIComponent(master)}`, endedAt],
    ([url]) => fetchJson(url),
    { revalidateOnFocus: false, revalidateOnReconnect: false, revalidateIfStale: false, shouldRetryOnError: false },
  )
  return { log: data ?? null, problem: error ? error.message : null, isReading: isValidating, readAgain: () => void mutate() }
}
