'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect } from 'react'
import useSWR from 'swr'
import type { DanglingBackup } from '@/lib/model/autopilot-view'
import { fetchJson } from './fetch-json'

/** Back-ups of a cluster, newest first; fetched again when an operation begins or ends. */
export function useBackups(clusterId: string, running: string | null): { backups: DanglingBackup[] | null; problem: string | null } {
  const { data, error, mutate } = useSWR<{ backups: DanglingBackup[] }, Error>(apiPaths.ofCluster(clusterId, 'backups'), fetchJson, {
    revalidateOnFocus: false,
  })
  useEffect(() => {
    void mutate()
  }, [running, mutate])
  return { backups: data?.backups ?? null, problem: error ? error.message : null }
}
