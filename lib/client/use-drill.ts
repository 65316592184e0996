'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import type { Drill, DrillReport } from '@/lib/model/drills/drill-report'
import { fetchJson } from './fetch-json'

/** While something changes all the time it is fetched no more often. */
const leastMs = 500

/**
 * One drill, fetched again when `change` does: what the streams of its operation and of its cluster push tells when there is something
 * new, so nothing is polled. null: it is not there yet.
 * @param change of its operation and cluster; anything that is another value when one of them changed
 */
export function useDrill(id: string, change: string, initial: Drill | null): { drill: Drill | null; problem: string | null } {
  const { data, error, mutate } = useSWR<Drill, Error>(apiPaths.drill(id), fetchJson, {
    fallbackData: initial ?? undefined,
    revalidateOnFocus: false,
    revalidateOnMount: initial === null,
    shouldRetryOnError: false,
  })
  const seen = useRef(change)
  const askedAt = useRef(0)
  const isEnded = data?.state === 'ended'
  useEffect(() => {
    if (isEnded || seen.current === change) return
    const timer = setTimeout(
      () => {
        seen.current = change
        askedAt.current = Date.now()
        void mutate()
      },
      Math.max(0, askedAt.current + leastMs - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [change, isEnded, mutate])
  return { drill: data ?? null, problem: error && !data ? error.message : null }
}

/** The report of a drill that has ended; null: it is not there. @param isEnded fetched only then */
export function useDrillReport(
  id: string,
  isEnded: boolean,
  initial: DrillReport | null,
): { report: DrillReport | null; problem: string | null } {
  const { data, error } = useSWR<DrillReport, Error>(isEnded && initial === null ? apiPaths.drillReport(id) : null, fetchJson, {
    revalidateOnFocus: false,
  })
  return { report: initial ?? data ?? null, problem: error ? error.message : null }
}
