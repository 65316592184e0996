'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect } from 'react'
import useSWR from 'swr'
import type { OperationRecord } from '@/lib/model/operation'
import type { OperationList } from '@/lib/model/operation'
import { fetchJson } from './fetch-json'

/**
 * Operations of a cluster, newest first; fetched again when one begins or ends.
 * @param running id of the operation under way, from the snapshot
 */
export function useOperations(
  clusterId: string,
  running: string | null,
  initial?: OperationRecord[],
): { operations: OperationRecord[] | null; problem: string | null } {
  const url = apiPaths.ofCluster(clusterId, 'operations')
  const { data, error, mutate } = useSWR<OperationList, Error>(url, fetchJson, {
    fallbackData: initial && { operations: initial },
    revalidateOnFocus: false,
    keepPreviousData: true,
  })
  useEffect(() => {
    void mutate()
  }, [running, mutate])
  return { operations: data?.operations ?? null, problem: error ? error.message : null }
}
