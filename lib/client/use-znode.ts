'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import type { ZnodeView } from '@/lib/model/znode-view'
import { fetchJson } from './fetch-json'

/** Least time between two requests of one reader, however fast the cluster changes. */
const leastMs = 2_000

/** A znode out of the server's memory: ZooKeeper is not asked. Fetched again when the cluster changed, at most once in two seconds. */
export function useZnode(
  clusterId: string,
  path: string,
  revision: number,
  initial?: ZnodeView,
): { znode: ZnodeView | null; problem: string | null } {
  const url = `${apiPaths.ofCluster(clusterId, 'znodes')}?path=${encodeURIComponent(path)}`
  const { data, error, mutate } = useSWR<ZnodeView, Error>(url, fetchJson, {
    fallbackData: initial,
    dedupingInterval: leastMs,
    revalidateOnFocus: false,
    keepPreviousData: false,
  })
  const askedAt = useRef(0)
  useEffect(() => {
    const ask = () => {
      askedAt.current = Date.now()
      void mutate()
    }
    const timer = setTimeout(ask, Math.max(0, askedAt.current + leastMs - Date.now()))
    return () => clearTimeout(timer)
  }, [revision, mutate])
  return { znode: data ?? null, problem: error ? error.message : null }
}
