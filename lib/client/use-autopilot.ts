'use client'
import useSWR from 'swr'
import type { AutopilotView } from '@/lib/model/operation-answers'
import { fetchJson, sendJson } from './fetch-json'

/** Whether it would act changes with the cluster and the time. */
const againMs = 5_000

export interface AutopilotChange {
  on: boolean
  againAfterMs?: number
  confirm: string
  reason: string | null
}

export function useAutopilot(clusterId: string): {
  autopilot: AutopilotView | null
  problem: string | null
  /** @throws ApiError */
  change: (wanted: AutopilotChange) => Promise<void>
  /** @throws ApiError */
  acknowledge: () => Promise<void>
} {
  const url = `/api/v1/clusters/${encodeURIComponent(clusterId)}/autopilot`
  const { data, error, mutate } = useSWR<AutopilotView, Error>(url, fetchJson, { refreshInterval: againMs })
  const send = async (to: string, body: unknown) => void (await mutate(await sendJson<AutopilotView>('POST', to, body), { revalidate: false }))
  return { autopilot: data ?? null, problem: error ? error.message : null, change: (wanted) => send(url, wanted), acknowledge: () => send(`${url}/acknowledge`, {}) }
}
