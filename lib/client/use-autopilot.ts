'use client'
import { apiPaths } from '@/lib/base/paths'
import { useEffect } from 'react'
import useSWR from 'swr'
import type { AutopilotView } from '@/lib/model/autopilot-view'
import { fetchJson, sendJson } from './fetch-json'
import { whenReached } from './when-reached'

export interface AutopilotChange {
  on: boolean
  againAfterMs?: number
  confirm: string
  reason: string | null
}

/**
 * The autopilot's view; fetched again when the page's connection notifies of a change (follow-settings.ts), and when the time that it names
 * has come.
 */
export function useAutopilot(clusterId: string): {
  autopilot: AutopilotView | null
  problem: string | null
  /** @throws ApiError */
  change: (wanted: AutopilotChange) => Promise<void>
  /** @throws ApiError */
  acknowledge: () => Promise<void>
} {
  const url = apiPaths.ofCluster(clusterId, 'autopilot')
  const { data, error, mutate } = useSWR<AutopilotView, Error>(url, fetchJson, { revalidateOnFocus: false })
  const changesAt = data?.changesAt ?? null
  useEffect(() => (changesAt === null ? undefined : whenReached(changesAt, mutate)), [changesAt, mutate])
  const send = async (to: string, body: unknown) =>
    void (await mutate(await sendJson<AutopilotView>('POST', to, body), { revalidate: false }))
  return {
    autopilot: data ?? null,
    problem: error ? error.message : null,
    change: (wanted) => send(url, wanted),
    acknowledge: () => send(apiPaths.ofCluster(clusterId, 'autopilot/acknowledge'), {}),
  }
}
