'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import { fetchJson } from './fetch-json'

/** The configuration and its findings, fetched again when the snapshot says that the doctor checked again. */
export function useConfiguration(
  clusterId: string,
  checkedAt: string | null,
  initial: ConfigurationView | null,
): { configuration: ConfigurationView | null; problem: string | null } {
  const url = apiPaths.ofCluster(clusterId, 'configuration')
  const { data, error, mutate } = useSWR<ConfigurationView, Error>(url, fetchJson, {
    fallbackData: initial ?? undefined,
    revalidateOnFocus: false,
    revalidateOnMount: initial === null,
  })
  const held = useRef(initial?.checkedAt ?? null)
  useEffect(() => {
    if (held.current === checkedAt) return
    held.current = checkedAt
    void mutate()
  }, [checkedAt, mutate])
  return { configuration: data ?? null, problem: error ? error.message : null }
}
